import type { Links, Token } from "marked"
import { blockHtml, cleanText } from "../helpers/markdown.ts"
import { Outline } from "../helpers/outline.ts"
import { safeHtml } from "../helpers/safe_html.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"
import { AppendOnlyHtml } from "./append_only_html.ts"
import { DecidedMarkdownLexer } from "./decided_markdown_lexer.ts"
import { type Before, EarlyLinksLexer } from "./early_links_lexer.ts"
import { openBlock } from "./open_block.ts"
import { leavePlain } from "./plain_code.ts"

export type Lex = (source: string, before: Before) => Token[]

const WHOLE: Lex = (source, before) => new EarlyLinksLexer(before).lex(source)

/** Renders Markdown that grows, as safe HTML that is only added to: what may still turn into something else waits. */
export class AppendOnlyMarkdown {
  readonly #links: Links = {}
  readonly #outline = new Outline()
  readonly #html = new AppendOnlyHtml()
  #half = ""
  #tail = ""

  /** Takes what is new, and returns the HTML that can be shown for it. */
  push(text: string): string {
    this.#receive(text)
    const blocks = new DecidedMarkdownLexer(this.#before).lex(this.#tail)
    const open = openBlock(blocks)
    const added = this.#html.grow(htmlOf(blocks.slice(0, open)), htmlOf(blocks.slice(open)))

    this.#settle(blocks.slice(0, open))
    return added
  }

  /** Nothing more is to come: returns the rest, as `lex` reads it, and closes what is open. */
  end(lex = WHOLE): string {
    const blocks = lex(this.#tail, this.#before)
    leavePlain(blocks)
    return this.#html.grow(htmlOf(blocks), "") + this.#html.closing
  }

  /** What would close all elements that are open by now. */
  get closing() {
    return this.#html.closing
  }

  // Half a line end or half a surrogate pair waits for its other half.
  #receive(text: string) {
    const all = this.#half + text
    const end = all.length - (all.endsWith("\r") || endsInHalfACharacter(all) ? 1 : 0)
    this.#tail += cleanText(all.slice(0, end))
    this.#half = all.slice(end)
  }

  #settle(blocks: Token[]) {
    this.#outline.add(blocks)
    for (const block of blocks) {
      if (block.type === "def") this.#links[block.tag] ??= { href: block.href, title: block.title }
      this.#tail = this.#tail.slice(block.raw.length)
    }
  }

  get #before(): Before {
    return { links: this.#links, outline: this.#outline.copy() }
  }
}

function htmlOf(blocks: Token[]) {
  return safeHtml(blocks.map(blockHtml).join(""))
}
