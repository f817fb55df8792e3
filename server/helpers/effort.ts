/** Thrown where reading a text would take too long. */
export class TooMuchEffort extends Error {}

/** What may be spent on reading one text, in characters that are looked at. */
export class Effort {
  #left = Infinity
  #spent = 0

  /** All there ever was. */
  get spent() {
    return this.#spent
  }

  /** Undefined where reading takes more; then nothing of it counts. */
  within<Result>(limit: number, read: () => Result): Result | undefined {
    this.#left = limit

    try {
      return read()
    } catch (error) {
      if (error instanceof TooMuchEffort) return undefined
      throw error
    } finally {
      this.#left = Infinity
    }
  }

  spend(characters: number) {
    this.#left -= characters
    this.#spent += characters
    if (this.#left < 0) throw new TooMuchEffort()
  }
}
