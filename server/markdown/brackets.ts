/** What stands behind a label where it may yet become a link. */
const HALF_LINK = /^\((?:\s*(?:<[^<>\n]*>?|[^\s<]\S*)?(?:\s+(?:["'(][\s\S]*)?)?)?$/

/** The brackets of a text that is read from its beginning, and which of them may yet be the label of a link. */
export class Brackets {
  /** Where the first begins that is, or Infinity. */
  firstHalf = Infinity
  readonly #text: string
  readonly #open: number[] = []
  #chained: number | undefined

  constructor(text: string) {
    this.#text = text
  }

  get firstOpen() {
    return Math.min(this.firstHalf, this.#open[0] ?? Infinity)
  }

  open(at: number) {
    this.#open.push(this.#chained ?? at)
    this.#chained = undefined
    return false
  }

  close(at: number) {
    const start = this.#open.pop()
    const next = this.#text[at + 1]
    const mayBeLink = next === undefined || (next === "(" && HALF_LINK.test(this.#text.slice(at + 1)))

    if (start !== undefined && mayBeLink) this.firstHalf = Math.min(this.firstHalf, start)
    this.#chained = next === "[" ? start : undefined
    return false
  }
}
