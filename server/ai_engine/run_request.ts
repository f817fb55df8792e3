import { AIEngine, anonymize } from "./engine.ts"
import { trimHistory } from "./history.ts"
import { Assistant } from "./models/assistant.ts"
import { AssistantThread } from "./models/assistant_thread.ts"
import { Message } from "./models/message.ts"
import type { Run } from "./models/run.ts"
import { ProviderError, type ProviderMessage, type RunRequest } from "./providers/provider.ts"

/** What the provider is sent. Throws ProviderError where that can't be made. */
export async function runRequest(run: Run, answer: Message, thread: AssistantThread): Promise<RunRequest> {
  const { model, instructions, maxPromptTokens, maxCompletionTokens, assistantName } = run
  const assistant = run.assistantId ? await Assistant.find(run.assistantId) : undefined
  const history = historyBefore(answer, await thread.messages())
  const keepsThreads = AIEngine.provider.keepsThreads
  if (keepsThreads) await ensureRemote(run, assistant, thread, history)

  return {
    model,
    instructions,
    messages: keepsThreads ? history : await trimHistory(history, run),
    maxPromptTokens,
    maxCompletionTokens,
    assistantName,
    endUser: anonymize(thread.threadableType, thread.threadableId),
    assistantRemoteId: assistant?.remoteId ?? null,
    threadRemoteId: thread.remoteId,
  }
}

/** What is said to the model, with the question last. Throws PromptTooLong. */
export async function promptOf(run: Run, answer: Message): Promise<ProviderMessage[]> {
  const thread = await AssistantThread.find(run.assistantThreadId)
  return trimHistory(historyBefore(answer, await thread.messages()), run)
}

/** What was said before its question, and the question: of several tries at one answer the last, and no empty ones. */
function historyBefore({ questionId }: Message, messages: Message[]): Message[] {
  const said = messages.filter(({ content }) => content.trim() !== "")
  const question = said.findIndex(({ id }) => id === questionId)
  return said
    .slice(0, question + 1)
    .filter((message, index) => message.role === "user" || said[index + 1]?.role === "user")
}

async function ensureRemote(
  run: Run,
  assistant: Assistant | undefined,
  thread: AssistantThread,
  history: Message[],
) {
  if (!assistant)
    throw new ProviderError("assistant_deleted", "Its storyteller was deleted before it could answer.")

  await assistant.ensureRemote()
  // The run before this one may have begun another remote thread meanwhile.
  await thread.reload()
  const goesOn = run.attempt === 1 && heardAllBefore(history)
  if (!goesOn) await forgetRemote(thread)
  await thread.ensureRemote()
  await thread.save()

  for (const message of goesOn ? history.slice(-1) : history) {
    await message.update({
      remoteId: await AIEngine.provider.createMessage(thread.remoteId as string, message),
    })
  }
}

/** The answers it wrote itself. */
function heardAllBefore(history: Message[]) {
  return history.slice(0, -1).every(({ role, remoteId }) => role === "assistant" || remoteId)
}

/** A remote thread can't be gone back in: where it heard too much, or too little, another takes its place. */
async function forgetRemote(thread: AssistantThread) {
  if (thread.remoteId) await AIEngine.provider.deleteThread(thread.remoteId)
  thread.remoteId = null
  await Message.query().where({ assistantThreadId: thread.id }).update({ remoteId: null })
}
