import type { Conversation, Run } from "../server/ai_engine/index.ts"
import { RecordNotFound } from "../server/lib/errors.ts"
import { logger } from "../server/lib/logger.ts"
import { warnOfRedis } from "../server/lib/redis_trouble.ts"
import { ApplicationJob } from "./application_job.ts"
import { ForeignJob } from "./foreign_job.ts"

export type RunArguments = {
  userId: number
  runId: number
  /** How often the run was claimed when this was added: a job for a later claim is another one. */
  claims: number
  /** For the log. */
  requestId: string | null
}

/** What need not be looked up. */
export type Known = { storytellerId?: number | undefined }
type Options = Known & { once?: boolean; conversation: Conversation }
export type QueueOptions = Partial<Options>

type Performed = { run: Run; conversation: Conversation }

/** Performs a run, and queues the one that waits behind it. */
export abstract class RunJob<Arguments extends RunArguments> extends ApplicationJob<Arguments> {
  /** Resolves when the run has ended, was handed over, or is another's. Throws ForeignJob and RecordNotFound. */
  protected abstract answer(given: Arguments, signal: AbortSignal): Promise<Performed>

  /** Beside those of every run. */
  protected abstract argumentsFor(
    run: Run,
    conversation: Conversation,
    known: Known,
  ): Promise<Omit<Arguments, keyof RunArguments>>

  override async perform(given: Arguments, signal: AbortSignal) {
    try {
      const { run, conversation } = await this.answer(given, signal)
      const next = run.released ? run : await conversation.nextRun()
      if (next) await this.performRunLater(next, { conversation, once: true })
    } catch (error) {
      if (error instanceof ForeignJob) {
        logger.warn(`${error.message} Nothing was done.`, { ...given })
      } else if (error instanceof RecordNotFound) {
        logger.info("What a job was for was deleted meanwhile.", { ...given })
      } else {
        throw error
      }
    }
  }

  /** A queue that can't be reached costs nothing but time: the reaper adds what waits too long. */
  async performRunLater(run: Run, { conversation, once = false, ...known }: Options) {
    const { id: runId, claims, requestId } = run
    const ofRun = { userId: conversation.threadableId, runId, claims, requestId }
    const given = { ...ofRun, ...(await this.argumentsFor(run, conversation, known)) } as Arguments
    const key = `run-${runId}-${claims}`
    await this.performLater(given, { key, once }).catch((error) => warnOfRedis(error))
  }
}
