import type { LastEvent, ProviderEvent } from "./provider.ts"

type Result = IteratorResult<ProviderEvent, undefined>

/** What the one who reads the stream has met on its way. */
type Met = {
  words?: boolean
  /** Milliseconds of the silence that ended it. */
  silence?: number
  status?: number
  requestId?: string | undefined
}

const MANY = 100
const OVER: Result = { value: undefined, done: true }

/**
 * Events on their way from who reads a model's stream to who performs the run. Written by hand, as every word takes
 * this way, and an async generator costs several turns of it.
 */
export class EventQueue implements AsyncIterableIterator<ProviderEvent, undefined> {
  /** Aborts when nobody wants any more of them. */
  readonly signal: AbortSignal
  readonly met: Met = {}
  readonly #left = new AbortController()
  #events: ProviderEvent[] = []
  #waiting: ((result: Result) => void) | undefined
  #emptied: PromiseWithResolvers<void> | undefined
  #isOver = false

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#left.signal])
    this.signal.addEventListener("abort", () => this.#abandon())
    if (signal.aborted) this.#abandon()
  }

  push(event: ProviderEvent) {
    if (event.type === "delta") this.met.words = true

    if (this.#waiting) {
      this.#waiting({ value: event, done: false })
      this.#waiting = undefined
    } else if (!this.#isOver) {
      this.#events.push(event)
    }
  }

  end(last: LastEvent) {
    this.push(last)
    this.#isOver = true
  }

  /** More wait than will be taken soon: what comes next had better wait where it is. */
  get isFull() {
    return this.#events.length >= MANY
  }

  async emptied() {
    this.#emptied = Promise.withResolvers()
    await this.#emptied.promise
    this.#emptied = undefined
  }

  next(): Promise<Result> {
    const event = this.#events.shift()

    if (event) {
      return Promise.resolve({ value: event, done: false })
    } else if (this.#isOver) {
      return this.return()
    } else {
      this.#emptied?.resolve()
      return new Promise((resolve) => {
        this.#waiting = resolve
      })
    }
  }

  async return(): Promise<Result> {
    // Once it has ended, who reads the stream takes leave of it by itself.
    if (!this.#isOver) this.#left.abort()
    this.#abandon()
    return OVER
  }

  [Symbol.asyncIterator]() {
    return this
  }

  #abandon() {
    this.#isOver = true
    this.#events = []
    this.#emptied?.resolve()
    this.#waiting?.(OVER)
    this.#waiting = undefined
  }
}
