import { performance } from "node:perf_hooks"

/** Milliseconds. */
const SCREEN_REFRESH = 16
const PERIOD = 1000

/** Rendering one message takes a fifth of a core at most, showing all messages of this process half a core. */
const RENDERING = 5
const SHOWING = 2

/** Milliseconds that a frame took: to render it, and until all who listen here were sent it. */
type Cost = { rendering: number; showing: number }

/** Says how often messages are shown, from what that costs and how many there are. */
export class FrameRate {
  /** Those that were shown since a moment ago, and how many there were in the period before. */
  readonly #lately = new Set<object>()
  #before = 0
  #since = 0
  #cost = 0

  /** Milliseconds from the beginning of this frame of `stream` to that of its next. */
  interval(stream: object, { rendering, showing }: Cost) {
    this.#see(stream)
    this.#cost += (showing - this.#cost) / 32
    return Math.max(SCREEN_REFRESH, RENDERING * rendering, SHOWING * this.#streams * this.#cost)
  }

  get #streams() {
    return Math.max(this.#before, this.#lately.size)
  }

  #see(stream: object) {
    const now = performance.now()

    if (now - this.#since > PERIOD) {
      this.#before = this.#lately.size
      this.#lately.clear()
      this.#since = now
    }
    this.#lately.add(stream)
  }
}
