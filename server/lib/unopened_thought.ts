/** Characters of a line. */
const LONGEST = 100
const TAGS = ["</think>", "</thinking>"]
const CLOSING = /^[ \t]*<\/think(?:ing)?>[ \t]*$/i
const OPENING = /<think/i
const FENCE = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?![^`]*`)|~{3,})(.*)$/

type Found = { shown: string; behind?: string }

/**
 * Looks in a text that grows for the end of a thought whose beginning is not in it, since a template told it to the
 * model: `</think>` on a line of its own, in no code, and nothing that opened it.
 */
export class UnopenedThought {
  #line = ""
  /** What of the line may be the tag. */
  #held = ""
  #fence = ""
  #isRuledOut = false

  /** `shown` is more of the text; `behind` what follows the tag, once it has come. Then nothing is to be pushed any more. */
  push(text: string): Found {
    if (this.#isRuledOut) return { shown: text }

    let shown = ""
    let at = 0
    for (const { 0: piece, 1: lineEnd = "", index } of text.matchAll(/[^\r\n]*(\r\n?|\n|$)/g)) {
      const words = piece.slice(0, piece.length - lineEnd.length)
      this.#line += words
      this.#held += words
      at = index + words.length

      if (lineEnd !== "" && this.#isClosing) return { shown, behind: text.slice(at) }
      if (lineEnd !== "") this.#endLine(lineEnd)
      if (!this.#mayClose) {
        shown += this.#held
        this.#held = ""
      }
    }
    return { shown }
  }

  /** Nothing more is to come: what waited is shown, unless it is the tag. */
  end(): Found {
    return this.#isClosing ? { shown: "", behind: "" } : { shown: this.#held }
  }

  get #isClosing() {
    return this.#mayClose && CLOSING.test(this.#line)
  }

  get #mayClose() {
    if (this.#line.length > LONGEST || this.#fence !== "" || this.#isRuledOut) return false

    const line = this.#line.trimStart().toLowerCase()
    return line !== "" && (TAGS.some((tag) => tag.startsWith(line)) || CLOSING.test(line))
  }

  #endLine(lineEnd: string) {
    const [, fence = "", behind = ""] = FENCE.exec(this.#line) ?? []
    const isEnd = fence.startsWith(this.#fence) && behind.trim() === ""

    if (this.#fence === "") this.#fence = fence
    else if (fence !== "" && isEnd) this.#fence = ""
    this.#isRuledOut ||= OPENING.test(this.#line)
    this.#line = ""
    this.#held += lineEnd
  }
}
