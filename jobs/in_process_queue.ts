import { CONCURRENCY, type JobArguments, type JobHandler, type Queue } from "./job.ts"
import { Performer } from "./performer.ts"

/** Without Redis: the table of runs is the durable queue, and the reaper adds what another process left behind. */
export class InProcessQueue implements Queue {
  #waiting: JobArguments[] = []
  #performer: Performer | undefined

  async add(job: JobArguments, { once } = { once: false }) {
    if (once && this.#waiting.some(({ runId }) => runId === job.runId)) return

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
