import { performance } from "node:perf_hooks"

/** Pauses between frames, until there are to be no more. */
export class FrameTimer {
  isOver = false
  #until = 0
  #wake = () => {}

  /** To a moment that `performance.now` will tell. */
  begin(until: number) {
    this.#until = until
  }

  /** Resolves when it has passed, or at the end; undefined where it has by now. Only who waits costs a timer. */
  get pause(): Promise<void> | undefined {
    const milliseconds = this.#until - performance.now()
    return milliseconds > 0 ? this.#sleep(milliseconds) : undefined
  }

  end() {
    this.isOver = true
    this.#wake()
  }

  #sleep(milliseconds: number) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)

    this.#wake = () => {
      clearTimeout(timer)
      resolve()
    }
    return promise
  }
}
