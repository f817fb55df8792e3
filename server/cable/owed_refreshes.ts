import { warnOfRedis } from "../lib/redis_trouble.ts"

/** Milliseconds. */
const RETRY = 1_000

/** Resolves when all pages of the stream have been told to. */
type Refresh = (stream: string) => Promise<unknown>

/** Streams whose log lacks something for good. Their pages refresh as soon as the log takes anything again. */
export class OwedRefreshes {
  readonly #refresh: Refresh
  readonly #streams = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(refresh: Refresh) {
    this.#refresh = refresh
  }

  add(stream: string) {
    this.#streams.add(stream)
    this.#timer ??= setTimeout(() => this.#pay(), RETRY).unref()
  }

  close() {
    clearTimeout(this.#timer)
    this.#streams.clear()
  }

  async #pay() {
    try {
      for (const stream of this.#streams) {
        await this.#refresh(stream)
        this.#streams.delete(stream)
      }
    } catch (error) {
      warnOfRedis(error)
    }

    this.#timer = this.#streams.size > 0 ? setTimeout(() => this.#pay(), RETRY).unref() : undefined
  }
}
