import { logger } from "../../lib/logger.ts"
import { AIEngine } from "../engine.ts"
import type { Conversation } from "../models/conversation.ts"
import type { Message } from "../models/message.ts"
import type { Run } from "../models/run.ts"
import type { ProviderEvent } from "../providers/provider.ts"
import { runRequest } from "../prompt/run_request.ts"

type Events = AsyncIterable<ProviderEvent> | Iterable<ProviderEvent>

/**
 * Asks the provider, or goes on where it was asked before. Nothing comes of a run that is another's by now: `hangUp`
 * is to abort the signal.
 */
export async function providerEvents(
  run: Run,
  message: Message,
  conversation: Conversation,
  { signal, hangUp }: { signal: AbortSignal; hangUp: () => void },
): Promise<Events> {
  const provider = AIEngine.providerOf(run)
  const { remoteId, startedAt } = run

  if (remoteId && startedAt) {
    const { content, sequence, remoteId: messageRemoteId } = message
    return provider.resume({ remoteId, content, sequence, messageRemoteId, startedAt }, signal)
  } else if (provider.keepsThreads) {
    // To make the request is to write at the provider already.
    return (await run.start()) ? provider.stream(await runRequest(run, message, conversation), signal) : []
  } else {
    const request = await runRequest(run, message, conversation)
    const beforeSending = startOnce(run, hangUp)
    // After a stop there is nothing to ask for.
    if (signal.aborted) return []
    if (provider.announcesSending) return provider.stream({ ...request, beforeSending }, signal)
    return (await run.start()) ? provider.stream(request, signal) : []
  }
}

/** A request may have to be made several times. */
function startOnce(run: Run, hangUp: () => void): () => Promise<void> {
  let started: Promise<void> | undefined

  async function start() {
    const isStarted = await run.start().catch((error) => {
      logger.warn("The provider was not asked: the database could not be told.", { runId: run.id, error })
      return false
    })
    if (isStarted) return

    hangUp()
    throw new Error("The run is not to be asked for.")
  }
  return () => {
    started ??= start()
    return started
  }
}
