import { setTimeout as pause } from "node:timers/promises"
import { transaction } from "../../db/index.ts"
import { RecordNotFound } from "../lib/errors.ts"
import { logger } from "../lib/logger.ts"
import type { ThreadableRecord } from "./concerns/threadable.ts"
import { AIEngine } from "./engine.ts"
import { GrowingAnswer } from "./growing_answer.ts"
import { AssistantThread } from "./models/assistant_thread.ts"
import { Message } from "./models/message.ts"
import type { Outcome, Run } from "./models/run.ts"
import { interruption, outcomeOf, outcomeOfError } from "./outcome.ts"
import { runRequest } from "./run_request.ts"
import { tell } from "./tell.ts"
import { underWay } from "./under_way.ts"

const HEARTBEAT_INTERVAL = 1_000
const RETRY_PAUSES = [100, 500, 2_000]

/** Claims the run and streams its answer; resolves when it has ended. A run that can't be claimed is left alone. */
export async function perform(run: Run, signal?: AbortSignal) {
  if (await run.claim()) {
    const thread = await AssistantThread.find(run.assistantThreadId)
    const answer = await Message.answerOf(run)
    await new Performance(run, answer, await thread.threadable()).perform(signal)
  }
}

class Performance {
  #run: Run
  #message: Message
  #answer: GrowingAnswer
  #threadable: ThreadableRecord
  #controller = new AbortController()

  constructor(run: Run, message: Message, threadable: ThreadableRecord) {
    this.#run = run
    this.#message = message
    this.#answer = new GrowingAnswer(message)
    this.#threadable = threadable
  }

  async perform(signal?: AbortSignal) {
    const heart = setInterval(() => this.#beat(), HEARTBEAT_INTERVAL)
    underWay.set(this.#run.id, this.#controller)

    try {
      await tell(() => this.#threadable.aiEngineOnRunStart({ message: this.#message }))
      await this.#end(await this.#stream(signal))
    } finally {
      underWay.delete(this.#run.id)
      clearInterval(heart)
    }
  }

  async #stream(signal?: AbortSignal): Promise<Outcome> {
    const signals = signal ? [signal, this.#controller.signal] : [this.#controller.signal]

    try {
      const request = await runRequest(this.#run, this.#message)

      for await (const event of AIEngine.provider.stream(request, AbortSignal.any(signals))) {
        if (event.type === "started") {
          await this.#takeRemoteId(this.#run, event.remoteId)
          await this.#run.save()
        } else if (event.type === "delta") {
          this.#answer.add(event.text)
          await this.#tellUpdate()
        } else {
          if (event.type !== "failed") await this.#takeRemoteId(this.#message, event.messageRemoteId)
          return outcomeOf(event, this.#run)
        }
      }
      return interruption(this.#run)
    } catch (error) {
      return outcomeOfError(error, this.#run)
    }
  }

  async #end(outcome: Outcome) {
    const { promptTokenUsage = null, completionTokenUsage = null } = outcome
    const { remoteId } = this.#message
    // Before the transaction: on SQLite it holds the one connection that a save under way would wait for.
    await this.#answer.settle()

    await persistently(() =>
      transaction(async () => {
        await this.#answer.save({ remoteId, promptTokenUsage, completionTokenUsage })
        await this.#run.end(outcome, ["in_progress"])
      }),
    )
    await this.#showEnd().catch((error) => this.#passOverDeleted(error))
  }

  async #showEnd() {
    const { id: runId, status, errorCode } = await this.#run.reload()
    await this.#message.reload()
    logger.info("Run ended.", { runId, status, errorCode })
    await this.#tellUpdate()
  }

  #passOverDeleted(error: unknown) {
    if (!(error instanceof RecordNotFound)) throw error
    logger.info("A run's thread was deleted meanwhile.", { runId: this.#run.id })
  }

  /** An answer is not given up for an id that is not what it should be. */
  async #takeRemoteId(record: Run | Message, remoteId: string | null) {
    record.remoteId = remoteId

    if (!(await record.valid())) {
      logger.warn("A remote id was not kept.", { runId: this.#run.id, errors: record.errors.sentences })
      record.remoteId = null
    }
  }

  async #beat() {
    this.#answer.saveGrowth()

    try {
      if (!(await this.#run.beat())) this.#controller.abort()
    } catch (error) {
      logger.warn("A heartbeat could not be written.", { runId: this.#run.id, error })
    }
  }

  #tellUpdate() {
    return tell(() => this.#threadable.aiEngineOnMessageUpdate({ message: this.#message }))
  }
}

async function persistently(work: () => Promise<void>) {
  for (const milliseconds of RETRY_PAUSES) {
    try {
      return await work()
    } catch (error) {
      logger.warn("The database did not take the end of a run; trying again.", { error })
      await pause(milliseconds)
    }
  }
  return work()
}
