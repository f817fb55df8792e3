const LONGEST_LABEL = 100
const SPACE = /\s/
const PUNCTUATION = /[\p{P}\p{S}]/u
const LETTER = /[\p{L}\p{N}]/u

/** A run of characters that may open or close something: emphasis, code, the label of a link. */
export class InlineMarker {
  text: string
  readonly at: number
  readonly end: number
  readonly #before: string
  readonly #after: string

  constructor({ 0: text, index }: RegExpExecArray, source: string) {
    this.text = text
    this.at = index
    this.end = index + text.length
    this.#before = source[this.at - 1] ?? " "
    this.#after = source[this.end] ?? " "
  }

  get isBracket() {
    return this.text.endsWith("[")
  }

  /** Whether a label from here to `end` is short enough to wait for. */
  isNear(end: number) {
    return end - this.end <= LONGEST_LABEL
  }

  // "2*3" is more often a product than the beginning of emphasis.
  get canOpen() {
    return flanks(this.#after, this.#before) && !this.#isInsideWord
  }

  get canClose() {
    return flanks(this.#before, this.#after)
  }

  get #isInsideWord() {
    if (this.text.startsWith("_")) {
      return LETTER.test(this.#before)
    } else {
      return this.text === "*" && /\w/.test(this.#before)
    }
  }
}

function flanks(inner: string, outer: string) {
  return !SPACE.test(inner) && (!PUNCTUATION.test(inner) || SPACE.test(outer) || PUNCTUATION.test(outer))
}
