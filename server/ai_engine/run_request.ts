import { AIEngine, anonymize } from "./engine.ts"
import { trimHistory } from "./history.ts"
import { Assistant } from "./models/assistant.ts"
import { AssistantThread } from "./models/assistant_thread.ts"
import type { Message } from "./models/message.ts"
import type { Run } from "./models/run.ts"
import { ProviderError, type ProviderMessage, type RunRequest } from "./providers/provider.ts"

/** What the provider is sent. Throws ProviderError where that can't be made. */
export async function runRequest(run: Run, answer: Message): Promise<RunRequest> {
  const { model, instructions, maxPromptTokens, maxCompletionTokens, assistantName } = run
  const thread = await AssistantThread.find(run.assistantThreadId)
  const assistant = run.assistantId ? await Assistant.find(run.assistantId) : undefined
  const history = historyBefore(answer, await thread.messages())
  const keepsThreads = AIEngine.provider.keepsThreads
  if (keepsThreads) await ensureRemote(assistant, thread, history)

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

/** What was said until the question: of several tries at one answer the last, and no empty ones. */
function historyBefore(answer: Message, messages: Message[]): Message[] {
  const said = messages.filter((message) => message.id < answer.id && message.content !== "")
  const question = said.findLastIndex((message) => message.role === "user")
  return said
    .slice(0, question + 1)
    .filter((message, index) => message.role === "user" || said[index + 1]?.role === "user")
}

async function ensureRemote(assistant: Assistant | undefined, thread: AssistantThread, history: Message[]) {
  if (!assistant)
    throw new ProviderError("assistant_deleted", "Its storyteller was deleted before it could answer.")

  await assistant.ensureRemote()
  // A thread that begins elsewhere gets all of it; later only questions are new there, the answers it wrote itself.
  const missing = thread.remoteId
    ? history.filter(({ remoteId, role }) => !remoteId && role === "user")
    : history
  await thread.ensureRemote()
  await thread.save()

  for (const message of missing) {
    await message.update({
      remoteId: await AIEngine.provider.createMessage(thread.remoteId as string, message),
    })
  }
}
