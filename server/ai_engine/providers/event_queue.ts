import type { LastEvent, ProviderEvent } from "./provider.ts"

const MANY = 100

/** Events on their way from who reads a model's stream to who performs the run. */
export class EventQueue implements AsyncIterable<ProviderEvent> {
  /** Aborts when nobody wants any more of them. */
  readonly signal: AbortSignal
  readonly #left = new AbortController()
  readonly #events: ProviderEvent[] = []
  #news = Promise.withResolvers<void>()
  #space = Promise.withResolvers<void>()
  #hasEnded = false

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#left.signal])
  }

  push(event: ProviderEvent) {
    this.#events.push(event)
    this.#news.resolve()
  }

  end(last: LastEvent) {
    this.#hasEnded = true
    this.push(last)
  }

  /** More wait than are soon taken: what comes next had better wait where it is. */
  get isFull() {
    return this.#events.length >= MANY
  }

  /** Resolves once all have been taken. */
  async emptied() {
    this.#space = Promise.withResolvers()
    await this.#space.promise
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ProviderEvent, void> {
    try {
      while (!this.signal.aborted) {
        const event = this.#events.shift()

        if (event) {
          yield event
        } else if (this.#hasEnded) {
          return
        } else {
          this.#news = Promise.withResolvers()
          this.#space.resolve()
          await this.#news.promise
        }
      }
    } finally {
      this.#left.abort()
      this.#space.resolve()
    }
  }
}
