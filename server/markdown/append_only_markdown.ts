import type { Links, Token } from "marked"
import { Footnotes } from "../helpers/footnotes.ts"
import { blockHtml, cleanText, notesHtml } from "../helpers/markdown.ts"
import { Outline } from "../helpers/outline.ts"
import { safeHtml } from "../helpers/safe_html.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"
import { AppendOnlyHtml } from "./append_only_html.ts"
import { DecidedMarkdownLexer } from "./decided_markdown_lexer.ts"
import { type Before, EarlyLinksLexer } from "./early_links_lexer.ts"
import type { MarkdownLexer } from "../helpers/markdown_lexer.ts"
import { openBlock } from "./open_block.ts"
import { ReadingCredit } from "./reading_credit.ts"
import { leavePlain } from "./plain_code.ts"
import { settleFootnotes } from "./settle_footnotes.ts"

export type Reading = (before: Before) => MarkdownLexer

const WHOLE: Reading = (before) => new EarlyLinksLexer(before)

/** Renders Markdown that grows, as safe HTML that is only added to: what may still turn into something else waits. */
export class AppendOnlyMarkdown {
  readonly #links: Links = Object.create(null)
  readonly #outline = new Outline()
  readonly #footnotes: Footnotes
  readonly #html = new AppendOnlyHtml()
  readonly #credit = new ReadingCredit()
  #half = ""
  #tail = ""

  /** `id` is the message's on its page: its footnotes begin with it. */
  constructor({ id = "" } = {}) {
    this.#footnotes = new Footnotes({ id, isExpected: true })
  }

  /** Takes what is new, and returns the HTML that can be shown for it. */
  push(text: string): string {
    this.#receive(text)
    return this.#credit.isSpent ? "" : this.#read()
  }

  /**
   * Nothing more is to come: returns the rest, and closes what is open. It is read in this way, where that is more of
   * what was shown.
   */
  end(reading = WHOLE): string {
    const rest = this.#rest(reading)
    const more = this.#html.goesOnWith(rest) ? rest : this.#rest(WHOLE)
    return this.#html.grow(more, "") + this.#html.closing
  }

  /** What would close all elements that are open by now. */
  get closing() {
    return this.#html.closing
  }

  // Half a line end or half a surrogate pair waits for its other half.
  #receive(text: string) {
    const all = this.#half + text
    const end = all.length - (all.endsWith("\r") || endsInHalfACharacter(all) ? 1 : 0)
    const added = cleanText(all.slice(0, end))
    this.#credit.earn(added.length)
    this.#tail += added
    this.#half = all.slice(end)
  }

  #read() {
    const blocks = this.#credit.whileReading(this.#tail.length, () =>
      new DecidedMarkdownLexer(this.#before).lex(this.#tail),
    )
    const open = openBlock(blocks)
    const [settled, growing] = [htmlOf(blocks.slice(0, open)), htmlOf(blocks.slice(open))]

    this.#credit.spend(settled.length + growing.length)
    this.#settle(blocks.slice(0, open))
    return this.#html.grow(settled, growing)
  }

  #rest(reading: Reading) {
    const lexer = reading(this.#before)
    const blocks = lexer.lex(this.#tail)
    leavePlain(blocks)
    return safeHtml(blocks.map((block) => blockHtml(block)).join("") + notesHtml(lexer.footnotes))
  }

  #settle(blocks: Token[]) {
    this.#outline.add(blocks)
    settleFootnotes(this.#footnotes, blocks)
    for (const block of blocks) {
      if (block.type === "def") this.#links[block.tag] ??= { href: block.href, title: block.title }
      this.#tail = this.#tail.slice(block.raw.length)
    }
  }

  get #before(): Before {
    return { links: this.#links, outline: this.#outline.copy(), footnotes: this.#footnotes.copy() }
  }
}

function htmlOf(blocks: Token[]) {
  return safeHtml(blocks.map((block) => blockHtml(block)).join(""))
}
