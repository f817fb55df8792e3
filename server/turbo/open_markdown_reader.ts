import type { Links, Token } from "marked"
import { Footnotes } from "../helpers/footnotes.ts"
import { blockHtml } from "../helpers/markdown.ts"
import { Outline } from "../helpers/outline.ts"
import { ReadingCredit } from "../markdown/reading_credit.ts"
import { OpenMarkdownLexer } from "./open_markdown_lexer.ts"

/** Reads Markdown of which more is to come, knowing what stands before it and what reading has cost. */
export class OpenMarkdownReader {
  readonly credit = new ReadingCredit()
  readonly #links: Links = Object.create(null)
  readonly #outline = new Outline()
  readonly #footnotes = new Footnotes({ isOpen: true, isListed: false })

  read(source: string, { isCut = false } = {}): Token[] {
    const before = { links: this.#links, outline: this.#outline.copy(), footnotes: this.#footnotes }
    return this.credit.whileReading(source.length, () => new OpenMarkdownLexer(before, { isCut }).lex(source))
  }

  /** Of each block that shows. */
  htmlOf(tokens: Token[]) {
    const blocks = tokens.map(blockHtml).filter(Boolean)
    for (const html of blocks) this.credit.spend(html.length)
    return blocks
  }

  /** These are closed: they stand before what is read from now on. */
  settle(tokens: Token[]) {
    this.#outline.add(tokens)
    for (const token of tokens) {
      if (token.type === "def") this.#links[token.tag] ??= { href: token.href, title: token.title }
    }
  }
}
