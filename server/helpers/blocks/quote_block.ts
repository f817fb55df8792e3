import type { Token, Tokens } from "marked"
import type { BlockTokenizer } from "./block_tokenizer.ts"
import { innerLines, quotedText } from "./quoted_text.ts"

/** Lines that are looked at first, and twice as many each time that they don't tell. */
const FEW = 2
const QUOTED = /^ {0,3}>/
/** After these, a line without its own mark goes on with nothing. */
const CLOSED = ["code", "heading", "hr", "html", "table"]

/**
 * The token of a quote, from its lines. It is put together as marked does it, but only as much is read as one inside
 * it that goes on can take.
 */
export class QuoteBlock {
  readonly #blocks: BlockTokenizer
  readonly #lines: string[]
  readonly #tokens: Token[] = []
  readonly #raw: string[] = []
  #at = 0

  constructor(source: string, blocks: BlockTokenizer) {
    this.#blocks = blocks
    this.#lines = withoutNewlines(source).split("\n")
  }

  get token(): Tokens.Blockquote {
    while (this.#at < this.#lines.length) {
      this.#readMarked()
      if (this.#at === this.#lines.length || !this.#goesOn()) break
    }

    const raw = this.#raw.join("\n")
    return { type: "blockquote", raw, tokens: this.#tokens, text: raw }
  }

  // Lines up to the first that has no mark of its own.
  #readMarked() {
    const start = this.#at
    let isMarked = false

    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? ""
      if (QUOTED.test(line)) isMarked = true
      else if (isMarked) break
    }

    const { lexer } = this.#blocks
    const raw = this.#lines.slice(start, this.#at).join("\n")
    const text = quotedText(raw, this.#blocks.rules)
    this.#raw.push(raw)
    const { top } = lexer.state
    lexer.state.top = true
    if (this.#at === this.#lines.length) lexer.blockTokens(text, this.#tokens, true)
    else this.#blocks.readUpToList(text, this.#tokens)
    lexer.state.top = top
  }

  /** Whether there is more of it after the lines that go on with what is inside it. */
  #goesOn() {
    const last = this.#tokens.at(-1)
    const isQuoted = () => QUOTED.test(this.#lines[this.#at] ?? "")

    if (last?.type === "blockquote") {
      this.#continueQuote(last as Tokens.Blockquote)
      return isQuoted()
    } else if (last?.type === "list") {
      this.#continueList(last as Tokens.List)
      return isQuoted()
    } else {
      return last === undefined || !CLOSED.includes(last.type)
    }
  }

  #continueQuote(before: Tokens.Blockquote) {
    const { rules } = this.#blocks
    const lengthOf = (text: string) => this.#blocks.quoteLength(text)
    const { source, count } = this.#window(before.raw, (lines) => innerLines(lines, rules), lengthOf)
    const after = this.#blocks.blockquote(source)
    if (!after) return

    const left = source.slice(after.raw.length).replace(/^\n/, "")
    this.#tokens.splice(-1, 1, after)
    this.#take(count - (left === "" ? 0 : newlines(left) + 1))
  }

  #continueList(before: Tokens.List) {
    const lengthOf = (text: string) => this.#blocks.listLength(text)
    const { source } = this.#window(before.raw, String, lengthOf)
    const after = this.#blocks.listFrom(source)
    if (!after) return

    this.#tokens.splice(-1, 1, after)
    this.#take(newlines(after.raw) - newlines(before.raw))
  }

  /** `before`, and as many lines behind it as can make a difference. */
  #window(before: string, change: (lines: string) => string, lengthOf: (source: string) => number) {
    for (let size = FEW; ; size *= 2) {
      const lines = this.#lines.slice(this.#at, this.#at + size)
      const source = `${before}\n${change(lines.join("\n"))}`
      if (lines.length < size || lengthOf(source) < source.length) return { source, count: lines.length }
    }
  }

  #take(count: number) {
    const lines = this.#lines.slice(this.#at, this.#at + Math.max(count, 0))
    this.#at += lines.length
    for (const line of lines) this.#raw.push(line)
  }
}

function withoutNewlines(source: string) {
  let end = source.length
  while (source[end - 1] === "\n") end -= 1
  return source.slice(0, end)
}

function newlines(text: string) {
  let count = 0
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1
  return count
}
