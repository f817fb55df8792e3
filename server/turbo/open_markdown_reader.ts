import type { Links, Token } from "marked"
import { Footnotes } from "../helpers/footnotes.ts"
import { CodeColours } from "../helpers/highlighted_code.ts"
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
  readonly #colours = new CodeColours()

  read(source: string, { isCut = false } = {}): Token[] {
    const before = { links: this.#links, outline: this.#outline.copy(), footnotes: this.#footnotes }
    return this.credit.whileReading(source.length, () => new OpenMarkdownLexer(before, { isCut }).lex(source))
  }

  /** Of each block that shows. */
  htmlOf(tokens: Token[]) {
    const colours = this.#colours.copy()
    const blocks = tokens.map((token) => blockHtml(token, colours)).filter(Boolean)
    for (const html of blocks) this.credit.spend(html.length)
    return blocks
  }

  /** It is closed: it stands before what is read from now on. Whether it shows. */
  settle(token: Token) {
    this.#outline.add([token])
    if (token.type === "def") this.#links[token.tag] ??= { href: token.href, title: token.title }
    return blockHtml(token, this.#colours) !== ""
  }
}
