import { flanks, isLiteral } from "./flanking.ts"

const LONGEST_LABEL = 100
/** Characters behind a marker that tell whether it is one. */
const SUFFICIENT = 60
const LETTER = /[\p{L}\p{N}]/u

/** A run of characters that may open or close something: emphasis, code, the label of a link. */
export class InlineMarker {
  text: string
  /** Characters behind it that do not show. */
  hidden = 0
  readonly at: number
  readonly end: number
  readonly #before: string
  readonly #after: string
  readonly #isLiteral: boolean

  constructor({ 0: text, index }: RegExpExecArray, source: string) {
    this.text = text
    this.at = index
    this.end = index + text.length
    this.#before = source[this.at - 1] ?? " "
    this.#after = source[this.end] ?? " "
    this.#isLiteral =
      (text.startsWith("~") && text !== "~~") ||
      isLiteral(text, this.#before, source.slice(this.end, this.end + SUFFICIENT))
  }

  get isBracket() {
    return this.text.endsWith("[")
  }

  /** Whether a label from here to `end` is short enough to wait for. */
  isNear(end: number) {
    return end - this.end - this.hidden <= LONGEST_LABEL
  }

  // "2*3" is more often a product than the beginning of emphasis.
  get canOpen() {
    return flanks(this.#after, this.#before) && !this.#isInsideWord && !this.#isLiteral
  }

  get canClose() {
    return flanks(this.#before, this.#after) && !this.text.startsWith("~~~")
  }

  get #isInsideWord() {
    if (this.text.startsWith("_")) {
      return LETTER.test(this.#before)
    } else {
      return this.text === "*" && /\w/.test(this.#before)
    }
  }
}
