import { Performer } from "./performer.ts"
import { CONCURRENCY, type JobHandler, type Queue, type QueuedJob } from "./queued_job.ts"

/** Without Redis: the table of runs is the durable queue, and the reaper adds what another process left behind. */
export class InProcessQueue implements Queue {
  #waiting: QueuedJob[] = []
  #performer: Performer | undefined

  async add(job: QueuedJob, { once } = { once: false }) {
    if (once && this.#waiting.some(({ key }) => key === job.key)) return

    this.#waiting.push(job)
    this.#performNext()
  }

  process(handler: JobHandler) {
    this.#performer = new Performer(handler)
    while (this.#waiting.length > 0 && this.#performer.size < CONCURRENCY) this.#performNext()
  }

  async close(grace: number) {
    const performer = this.#performer
    this.#performer = undefined
    await performer?.close(grace)
  }

  #performNext() {
    if (!this.#performer || this.#performer.size >= CONCURRENCY) return

    const job = this.#waiting.shift()
    if (job) this.#performer.perform(job).then(() => this.#performNext())
  }
}
