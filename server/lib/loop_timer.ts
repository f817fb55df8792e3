import { performance } from "node:perf_hooks"

const SLICES = 10
const LONGEST_SLICE = 1_000

/**
 * A timeout that counts only the time in which this process could have heard something. It counts in slices: however
 * long the process stood still, busy or stopped, counts as two of them, and before the timer ends, the event loop
 * looks once more at what has arrived.
 */
export class LoopTimer {
  readonly #milliseconds: number
  readonly #onEnd: () => void
  readonly #slice: number
  #elapsed = 0
  #last = performance.now()
  #timeout: NodeJS.Timeout | undefined
  #isOver = false

  constructor(milliseconds: number, onEnd: () => void) {
    this.#milliseconds = milliseconds
    this.#onEnd = onEnd
    this.#slice = Math.min(LONGEST_SLICE, milliseconds / SLICES)
    this.#schedule()
  }

  /** Begins anew. */
  restart() {
    this.#elapsed = 0
    this.#last = performance.now()
  }

  stop() {
    this.#isOver = true
    clearTimeout(this.#timeout)
  }

  #schedule() {
    const left = this.#milliseconds - this.#elapsed
    this.#timeout = setTimeout(() => this.#tick(), Math.max(1, Math.min(this.#slice, left)))
  }

  #tick() {
    const now = performance.now()
    this.#elapsed += Math.min(now - this.#last, 2 * this.#slice)
    this.#last = now

    if (this.#elapsed < this.#milliseconds) {
      this.#schedule()
    } else {
      // The first may come before the loop has looked, the second comes after it.
      setImmediate(() => setImmediate(() => this.#end()))
    }
  }

  #end() {
    if (this.#isOver) return

    if (this.#elapsed < this.#milliseconds) {
      this.#schedule()
    } else {
      this.#isOver = true
      this.#onEnd()
    }
  }
}

/** `AbortSignal.timeout` by a `LoopTimer`. */
export function loopTimeout(milliseconds: number): AbortSignal {
  const controller = new AbortController()
  new LoopTimer(milliseconds, () => controller.abort(new DOMException("It took too long.", "TimeoutError")))
  return controller.signal
}
