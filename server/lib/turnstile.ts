/** Lets so many in at once; the others wait for their turn, in the order they came. */
export class Turnstile {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(places: number) {
    this.#free = places
  }

  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) {
      this.#free -= 1
    } else {
      await new Promise<void>((enter) => this.#waiting.push(enter))
    }

    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  #leave() {
    const next = this.#waiting.shift()
    if (next) {
      next()
    } else {
      this.#free += 1
    }
  }
}
