import { effort } from "../helpers/metered_rules.ts"

/**
 * In characters that are read, and of the HTML that is made of them: for each time that some come, for each of them,
 * and at most in reserve.
 */
const PER_PUSH = 1000
const PER_CHARACTER = 60
const MOST = 1_000_000
/** A look for inline Markdown costs half of what a character does. */
const LOOK = 0.5

/**
 * Whether Markdown that grows is read anew by now. All readings of it together cost what it is long; what comes
 * meanwhile shows a little later.
 */
export class ReadingCredit {
  #left = MOST

  earn(characters: number) {
    this.#left = Math.min(this.#left + PER_PUSH + PER_CHARACTER * characters, MOST)
  }

  get isSpent() {
    return this.#left < 0
  }

  spend(characters: number) {
    this.#left -= characters
  }

  /** Spends what it costs to read so many characters. */
  whileReading<Result>(characters: number, read: () => Result) {
    const looks = effort.spent
    const result = read()
    this.spend(characters + LOOK * (effort.spent - looks))
    return result
  }
}
