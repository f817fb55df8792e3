import { setTimeout as pause } from "node:timers/promises"
import { type LogContext, withLogContext } from "../server/lib/log_context.ts"
import { logger } from "../server/lib/logger.ts"
import type { Job, JobHandler } from "./queued_job.ts"

/** The jobs under way in this process, and how they are brought to an end. */
export class Performer {
  #handler: JobHandler
  #underWay = new Set<Promise<void>>()
  #isClosing = false
  #stop = new AbortController()

  constructor(handler: JobHandler) {
    this.#handler = handler
  }

  /** Takes no more jobs, as it is being closed. */
  get isClosing() {
    return this.#isClosing
  }

  get size() {
    return this.#underWay.size
  }

  async perform(job: Job): Promise<void> {
    const { requestId, runId } = job.arguments as LogContext
    const performance = withLogContext({ requestId, runId }, () => this.#perform(job))
    this.#underWay.add(performance)
    await performance
    this.#underWay.delete(performance)
  }

  async close(grace: number) {
    this.#isClosing = true
    const done = Promise.all(this.#underWay)
    await Promise.race([done, pause(grace, undefined, { ref: false })])
    this.#stop.abort()
    await done
  }

  async #perform(job: Job) {
    try {
      await this.#handler(job, this.#stop.signal)
    } catch (error) {
      logger.error("A job failed.", { job: job.name, ...job.arguments, error })
    }
  }
}
