import { isDatabaseAway } from "../../lib/database_fault.ts"
import { logger } from "../../lib/logger.ts"
import { nextTurn } from "../../lib/next_turn.ts"
import { RunFinish, type Ending } from "./run_finish.ts"
import type { ConversingRecord, MessageEvent } from "../concerns/conversing.ts"
import { GrowingAnswer } from "./growing_answer.ts"
import { runMonitor } from "./run_monitor.ts"
import type { Conversation } from "../models/conversation.ts"
import type { Message } from "../models/message.ts"
import type { Run } from "../models/run.ts"
import { outcomeOf, outcomeOfError } from "./outcome.ts"
import { retryOnDatabaseError } from "./retry_on_database_error.ts"
import { providerEvents } from "./provider_events.ts"
import { ProviderError } from "../providers/provider.ts"
import { stopRemotely } from "./stop_run.ts"
import { callHook } from "./call_hook.ts"
import { type ActiveRun, activeRuns } from "./active_runs.ts"
import { bookedUsage, bookUsage } from "./usage.ts"

/** One run, from its claim until this process leaves it. */
export class RunExecution implements ActiveRun {
  readonly claims: number
  #run: Run
  #message: Message
  #answer: GrowingAnswer
  #finish: RunFinish
  #conversation: Conversation
  #owner: ConversingRecord
  #controller = new AbortController()
  #ended = Promise.withResolvers<void>()

  constructor(run: Run, message: Message, conversation: Conversation, owner: ConversingRecord) {
    this.claims = run.claims
    this.#run = run
    this.#message = message
    this.#answer = new GrowingAnswer(message, run)
    this.#finish = new RunFinish(run, this.#answer)
    this.#conversation = conversation
    this.#owner = owner
  }

  get ended() {
    return this.#ended.promise
  }

  async saveGrowth() {
    await this.#saveRemoteId()
    await this.#answer.saveGrowth()
  }

  stop() {
    this.#controller.abort()
  }

  async perform(signal?: AbortSignal) {
    activeRuns.set(this.#run.id, this)
    runMonitor.start()

    try {
      await callHook(() => this.#owner.aiEngineOnRunStart(this.#event))
      const ending = await this.#stream(signal)
      // To end an answer takes longer than to show a word of another one.
      await nextTurn()
      // On SQLite a transaction holds the one connection that a save under way would wait for.
      await this.#answer.settle()
      if (await this.#close(ending, signal)) await this.#showEnd(ending)
    } finally {
      activeRuns.delete(this.#run.id)
      this.#ended.resolve()
    }
  }

  /** Undefined where it did not come to an end: we hung up, or never asked. */
  async #stream(signal?: AbortSignal): Promise<Ending | undefined> {
    const signals = signal ? [signal, this.#controller.signal] : [this.#controller.signal]

    try {
      const connection = { signal: AbortSignal.any(signals), hangUp: () => this.stop() }
      for await (const event of await providerEvents(
        this.#run,
        this.#message,
        this.#conversation,
        connection,
      )) {
        if (event.type === "started") {
          await this.#run.takeRemoteId(event.remoteId)
          void this.#saveRemoteId()
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
      if (this.#run.startedAt === null && isDatabaseAway(error)) return undefined

      const details = error instanceof ProviderError ? error.details : undefined
      return { outcome: outcomeOfError(error, this.#run), usage: null, isRemote: false, details }
    }
  }

  /** Words do not wait for it; what fails is done again with the next save, or with the end. */
  async #saveRemoteId() {
    try {
      if (this.#run.changed("remoteId")) await this.#run.save()
    } catch (error) {
      logger.warn("A run's remote id could not be saved yet.", { runId: this.#run.id, error })
    }
  }

  /** What was paid for is not given up because the database is away. */
  #close(ending: Ending | undefined, signal?: AbortSignal): Promise<boolean> {
    const delayed = () => void callHook(() => this.#owner.aiEngineOnEndDelayed(this.#event))
    return retryOnDatabaseError(() => this.#finish.finish(ending, signal), {
      signal,
      ...(ending && { delayed }),
    })
  }

  async #showEnd(ending: Ending | undefined) {
    await this.#tellUpdate()
    this.#ended.resolve()
    if (!ending?.isRemote) {
      const usage = await bookedUsage(await stopRemotely(this.#run), this.#run, this.#message)
      await bookUsage(this.#run, usage)
    }
  }

  #tellUpdate(added?: string) {
    return callHook(() => this.#owner.aiEngineOnMessageUpdate({ ...this.#event, added }))
  }

  get #event(): MessageEvent {
    return { message: this.#message, conversation: this.#conversation }
  }
}
