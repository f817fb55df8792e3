import { RecordNotFound } from "../lib/errors.ts"
import { logger } from "../lib/logger.ts"
import { nextTurn } from "../lib/next_turn.ts"
import { Closing, type Ending } from "./closing.ts"
import type { ThreadableRecord } from "./concerns/threadable.ts"
import { AIEngine } from "./engine.ts"
import { GrowingAnswer } from "./growing_answer.ts"
import { heart } from "./heart.ts"
import type { AssistantThread } from "./models/assistant_thread.ts"
import { Message } from "./models/message.ts"
import type { Run } from "./models/run.ts"
import { outcomeOf, outcomeOfError } from "./outcome.ts"
import { ProviderError } from "./providers/provider.ts"
import { runRequest } from "./run_request.ts"
import { takeShownContent } from "./shown_content.ts"
import { stopRemotely } from "./stop_performing.ts"
import { tell } from "./tell.ts"
import { type UnderWay, underWay } from "./under_way.ts"
import { bookedUsage, bookUsage } from "./usage.ts"

/**
 * Claims the run, or takes it up where another process left it, and streams its answer. Resolves when it has ended
 * or was handed over. A run that is another's is left alone.
 */
export async function perform(run: Run, thread: AssistantThread, signal?: AbortSignal) {
  const isClaimed = await run.claim()
  if (!isClaimed && !(await takeUp(run))) return

  const answer = await Message.answerOf(run)
  const threadable = await thread.threadable()
  if (!isClaimed) await takeShownContent(answer, threadable, run.claims - 1)
  await new Performance(run, answer, thread, threadable).perform(signal)
}

async function takeUp(run: Run): Promise<boolean> {
  return run.resumable && !underWay.has(run.id) && run.takeUp()
}

class Performance implements UnderWay {
  readonly claims: number
  #run: Run
  #message: Message
  #answer: GrowingAnswer
  #closing: Closing
  #thread: AssistantThread
  #threadable: ThreadableRecord
  #controller = new AbortController()
  #ended = Promise.withResolvers<void>()

  constructor(run: Run, message: Message, thread: AssistantThread, threadable: ThreadableRecord) {
    this.claims = run.claims
    this.#run = run
    this.#message = message
    this.#answer = new GrowingAnswer(message, run)
    this.#closing = new Closing(run, this.#answer)
    this.#thread = thread
    this.#threadable = threadable
  }

  get ended() {
    return this.#ended.promise
  }

  saveGrowth() {
    return this.#answer.saveGrowth()
  }

  stop() {
    this.#controller.abort()
  }

  async perform(signal?: AbortSignal) {
    underWay.set(this.#run.id, this)
    heart.start()

    try {
      await tell(() => this.#threadable.aiEngineOnRunStart({ message: this.#message }))
      const ending = await this.#stream(signal)
      // To end an answer takes longer than to show a word of another one.
      await nextTurn()
      // On SQLite a transaction holds the one connection that a save under way would wait for.
      await this.#answer.settle()
      if (await this.#closing.close(ending, signal)) await this.#showEnd(ending)
    } catch (error) {
      this.#passOverDeleted(error)
    } finally {
      underWay.delete(this.#run.id)
      this.#ended.resolve()
    }
  }

  /** Undefined where it did not come to an end: we hung up. */
  async #stream(signal?: AbortSignal): Promise<Ending | undefined> {
    const signals = signal ? [signal, this.#controller.signal] : [this.#controller.signal]

    try {
      for await (const event of await this.#events(AbortSignal.any(signals))) {
        if (event.type === "started") {
          await this.#run.takeRemoteId(event.remoteId)
          await this.#run.save()
        } else if (event.type === "delta") {
          // Rarely so, and every word comes this way.
          if (event.messageRemoteId !== this.#message.remoteId) {
            await this.#message.takeRemoteId(event.messageRemoteId)
          }
          await this.#tellUpdate(this.#answer.add(event))
        } else {
          if (event.type !== "failed") await this.#message.takeRemoteId(event.messageRemoteId)
          const details = event.type === "failed" ? event.details : undefined
          const outcome = await outcomeOf(event, this.#run, this.#message)
          return { outcome, usage: event.usage, isRemote: true, details }
        }
      }
    } catch (error) {
      const details = error instanceof ProviderError ? error.details : undefined
      return { outcome: outcomeOfError(error, this.#run), usage: null, isRemote: false, details }
    }
  }

  async #events(signal: AbortSignal) {
    const { provider } = AIEngine
    const { remoteId, startedAt } = this.#run

    if (remoteId && startedAt) {
      const { content, sequence, remoteId: messageRemoteId } = this.#message
      return provider.resume({ remoteId, content, sequence, messageRemoteId, startedAt }, signal)
    } else {
      return provider.stream(await runRequest(this.#run, this.#message, this.#thread), signal)
    }
  }

  async #showEnd(ending: Ending | undefined) {
    await this.#tellUpdate()
    this.#ended.resolve()
    if (!ending?.isRemote) {
      const usage = await bookedUsage(await stopRemotely(this.#run), this.#run, this.#message)
      await bookUsage(this.#run, usage)
    }
  }

  #passOverDeleted(error: unknown) {
    if (!(error instanceof RecordNotFound)) throw error
    logger.info("A run's thread was deleted meanwhile.", { runId: this.#run.id })
  }

  #tellUpdate(added?: string) {
    return tell(() => this.#threadable.aiEngineOnMessageUpdate({ message: this.#message, added }))
  }
}
