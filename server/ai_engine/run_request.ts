import { RecordNotFound } from "../lib/errors.ts"
import { AIEngine, anonymize } from "./engine.ts"
import { trimHistory } from "./history.ts"
import { Assistant } from "./models/assistant.ts"
import { AssistantThread } from "./models/assistant_thread.ts"
import { Message } from "./models/message.ts"
import type { Run } from "./models/run.ts"
import { ProviderError, type ProviderMessage, type RunRequest } from "./providers/provider.ts"

type History = AsyncIterable<Message>
type Conversation = Pick<RunRequest, "messages" | "assistantRemoteId" | "threadRemoteId">

/** What the provider is sent. Throws ProviderError where that can't be made. */
export async function runRequest(run: Run, answer: Message, thread: AssistantThread): Promise<RunRequest> {
  const { model, instructions, maxPromptTokens, maxCompletionTokens, assistantName } = run
  const { keepsThreads } = AIEngine.provider
  const history = historyOf(answer, thread)

  return {
    model,
    instructions,
    maxPromptTokens,
    maxCompletionTokens,
    assistantName,
    endUser: anonymize(thread.threadableType, thread.threadableId),
    ...(keepsThreads ? await keptRemotely(run, thread, history) : await sentAlong(run, history)),
  }
}

/** What is said to the model, with the question last. Throws PromptTooLong. */
export async function promptOf(run: Run, answer: Message): Promise<ProviderMessage[]> {
  const thread = await AssistantThread.find(run.assistantThreadId)
  return trimHistory(historyOf(answer, thread), run)
}

/**
 * The question, and what was said before it, newest first: of several tries at one answer the last, and no empty
 * ones. Throws RecordNotFound where they were deleted meanwhile.
 */
async function* historyOf({ place }: Message, thread: AssistantThread): AsyncGenerator<Message> {
  let later: Message | undefined

  for await (const message of thread.backFrom(place)) {
    if (message.content.trim() === "") continue
    if (message.role === "user" || later?.role === "user") yield message
    later = message
  }
  if (!later) throw new RecordNotFound("Question")
}

async function sentAlong(run: Run, history: History): Promise<Conversation> {
  return { messages: await trimHistory(history, run), assistantRemoteId: null, threadRemoteId: null }
}

async function keptRemotely(run: Run, thread: AssistantThread, history: History): Promise<Conversation> {
  const assistant = await Assistant.findBy({ id: run.assistantId })
  if (!assistant)
    throw new ProviderError("assistant_deleted", "Its storyteller was deleted before it could answer.")

  const messages = (await Array.fromAsync(history)).toReversed()
  await assistant.ensureRemote()
  // The run before this one may have begun another remote thread meanwhile.
  await thread.reload()
  const goesOn = run.attempt === 1 && heardAllBefore(messages)
  if (!goesOn) await forgetRemote(thread)
  await thread.ensureRemote()
  await thread.save()

  for (const message of goesOn ? messages.slice(-1) : messages) {
    await message.update({
      remoteId: await AIEngine.provider.createMessage(thread.remoteId as string, message),
    })
  }
  return { messages, assistantRemoteId: assistant.remoteId, threadRemoteId: thread.remoteId }
}

/** The answers it wrote itself. */
function heardAllBefore(messages: Message[]) {
  return messages.slice(0, -1).every(({ role, remoteId }) => role === "assistant" || remoteId)
}

/** A remote thread can't be gone back in: where it heard too much, or too little, another takes its place. */
async function forgetRemote(thread: AssistantThread) {
  if (thread.remoteId) await AIEngine.provider.deleteThread(thread.remoteId)
  thread.remoteId = null
  await Message.query().where({ assistantThreadId: thread.id }).update({ remoteId: null })
}
