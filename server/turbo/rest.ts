/** Pauses, until there are to be no more. */
export class Rest {
  isOver = false
  #wake = () => {}

  /** Resolves after so many milliseconds, or at the end. */
  take(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, this.isOver ? 0 : milliseconds)

    this.#wake = () => {
      clearTimeout(timer)
      resolve()
    }
    return promise
  }

  end() {
    this.isOver = true
    this.#wake()
  }
}
