import { AIEngine } from "./engine.ts"
import type { AssistantThread } from "./models/assistant_thread.ts"
import type { Message } from "./models/message.ts"
import type { Run } from "./models/run.ts"
import type { ProviderEvent } from "./providers/provider.ts"
import { runRequest } from "./run_request.ts"

type Events = AsyncIterable<ProviderEvent> | Iterable<ProviderEvent>

/** Asks the provider, or goes on where it was asked before. Nothing comes of a run that is another's by now. */
export async function providerEvents(
  run: Run,
  message: Message,
  thread: AssistantThread,
  signal: AbortSignal,
): Promise<Events> {
  const { provider } = AIEngine
  const { remoteId, startedAt } = run

  if (remoteId && startedAt) {
    const { content, sequence, remoteId: messageRemoteId } = message
    return provider.resume({ remoteId, content, sequence, messageRemoteId, startedAt }, signal)
  } else if (provider.keepsThreads) {
    // To make the request is to write at the provider already.
    return (await run.start()) ? provider.stream(await runRequest(run, message, thread), signal) : []
  } else {
    const request = await runRequest(run, message, thread)
    return !signal.aborted && (await run.start()) ? provider.stream(request, signal) : []
  }
}
