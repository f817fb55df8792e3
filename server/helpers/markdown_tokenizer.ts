import { Tokenizer, type Tokens } from "marked"

const DEEPEST = 30
const MOST_CELLS = 20_000

/** GitHub's Markdown without raw HTML, and with bounds on what a short hostile text can blow up to. */
export class MarkdownTokenizer extends Tokenizer<string, string> {
  #depth = 0

  override html() {
    return undefined
  }

  override tag() {
    return undefined
  }

  override blockquote(source: string) {
    return this.#nested(() => super.blockquote(source))
  }

  override list(source: string) {
    return this.#nested(() => super.list(source))
  }

  override emStrong(source: string, masked: string, previous?: string) {
    return this.#nested(() => super.emStrong(source, masked, previous))
  }

  override del(source: string, masked: string, previous?: string) {
    return this.#nested(() => super.del(source, masked, previous))
  }

  // Every row is filled up to the width of the header, so cells grow with the square of the text.
  override table(source: string): Tokens.Table | undefined {
    const [header = "", delimiter = ""] = source.split("\n", 2)

    if (/^[ |:-]*-[ |:-]*$/.test(delimiter)) {
      const [table = ""] = source.split(/\n[ \t]*\n/, 1)
      const cells = header.split("|").length * table.split("\n").length
      return cells <= MOST_CELLS ? super.table(source) : undefined
    } else {
      return undefined
    }
  }

  #nested<Result>(tokenize: () => Result) {
    if (this.#depth === DEEPEST) {
      return undefined
    } else {
      this.#depth += 1
      const token = tokenize()
      this.#depth -= 1
      return token
    }
  }
}
