import { RecordNotFound } from "../../lib/errors.ts"
import { AIEngine, anonymize } from "../engine.ts"
import { inTurns, said, trimHistory } from "./history.ts"
import { Assistant } from "../models/assistant.ts"
import { AssistantThread } from "../models/assistant_thread.ts"
import type { Conversation } from "../models/conversation.ts"
import { findConversation } from "../models/find_conversation.ts"
import { Message } from "../models/message.ts"
import type { Run } from "../models/run.ts"
import { ProviderError, type ProviderMessage, type RunRequest } from "../providers/provider.ts"
import { isWithoutWords } from "./thinking.ts"

type History = AsyncIterable<Message>
type Said = Pick<RunRequest, "messages" | "assistantRemoteId" | "threadRemoteId">

/** What the provider is sent. Throws ProviderError where that can't be made. */
export async function runRequest(run: Run, answer: Message, conversation: Conversation): Promise<RunRequest> {
  const { model, instructions, maxPromptTokens, maxCompletionTokens, assistantName } = run
  const isKept = AIEngine.providerOf(run).keepsThreads && conversation instanceof AssistantThread
  const history = historyOf(answer, conversation)

  return {
    model,
    instructions,
    maxPromptTokens,
    maxCompletionTokens,
    assistantName,
    parameters: run.parameters ? JSON.parse(run.parameters) : null,
    endUser: anonymize(conversation.threadableType, conversation.threadableId),
    ...(isKept ? await keptRemotely(run, conversation, history) : await sentAlong(run, history)),
  }
}

/** What is said to the model, with the question last. Throws PromptTooLong. */
export async function promptOf(run: Run, answer: Message): Promise<ProviderMessage[]> {
  const conversation = await findConversation(run.assistantThreadId)
  return byTurns(historyOf(answer, conversation), run)
}

/**
 * The question, and what was said before it, newest first: of several tries at one answer the last, and no empty
 * ones. Throws RecordNotFound where they were deleted meanwhile.
 */
async function* historyOf({ place }: Message, conversation: Conversation): AsyncGenerator<Message> {
  let later: Message | undefined

  for await (const message of conversation.backFrom(place)) {
    if (message.role === "assistant" ? isWithoutWords(message.content) : message.content.trim() === "")
      continue
    if (message.role === "user" || later?.role === "user") yield message
    later = message
  }
  if (!later) throw new RecordNotFound("Question")
}

async function sentAlong(run: Run, history: History): Promise<Said> {
  return { messages: await byTurns(history, run), assistantRemoteId: null, threadRemoteId: null }
}

async function byTurns(history: History, run: Run): Promise<ProviderMessage[]> {
  return inTurns(await trimHistory(history, run)).map(said)
}

async function keptRemotely(run: Run, thread: AssistantThread, history: History): Promise<Said> {
  const assistant = await Assistant.findBy({ id: run.assistantId })
  if (!assistant)
    throw new ProviderError("assistant_deleted", "Its storyteller was deleted before it could answer.")

  const turns = inTurns((await Array.fromAsync(history)).toReversed())
  await assistant.ensureRemote()
  // The run before this one may have begun another remote thread meanwhile.
  await thread.reload()
  const goesOn = run.attempt === 1 && heardAllBefore(turns)
  if (!goesOn) await forgetRemote(thread)
  await thread.ensureRemote()
  await thread.save()

  for (const turn of goesOn ? turns.slice(-1) : turns) {
    const remoteId = await AIEngine.provider.createMessage(thread.remoteId as string, said(turn))
    for (const message of turn) await message.update({ remoteId })
  }
  return { messages: turns.map(said), assistantRemoteId: assistant.remoteId, threadRemoteId: thread.remoteId }
}

/** The answers it wrote itself. What is one turn here may be several there, of which only the last was answered. */
function heardAllBefore(turns: Message[][]) {
  return (
    turns.at(-1)?.length === 1 &&
    turns.slice(0, -1).every(([first, ...others]) => {
      return first?.role === "assistant" || (first?.remoteId && others.every(isOneWith(first)))
    })
  )
}

function isOneWith({ remoteId }: Message) {
  return (other: Message) => other.remoteId === remoteId
}

/** A remote thread can't be gone back in: where it heard too much, or too little, another takes its place. */
async function forgetRemote(thread: AssistantThread) {
  if (thread.remoteId) await AIEngine.provider.deleteThread(thread.remoteId)
  thread.remoteId = null
  await Message.query().where({ assistantThreadId: thread.id }).update({ remoteId: null })
}
