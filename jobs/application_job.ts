import { queue } from "./queue.ts"
import type { JobArguments } from "./queued_job.ts"

type Options = { key: string; once?: boolean }

/** Work that a request does not wait for. Each job is a class in a file of its own, and stands in `registry.ts`. */
export abstract class ApplicationJob<Arguments extends JobArguments> {
  /** Has to stop soon, in an honest state, when the signal aborts. */
  abstract perform(given: Arguments, signal: AbortSignal): Promise<void>

  /** With `once`, a job of the same key that still waits is enough. Rejects soon where the queue can't be reached. */
  async performLater(given: Arguments, { key, once = false }: Options) {
    const { name } = this.constructor
    await queue.add({ name, arguments: given, key }, { once })
  }
}
