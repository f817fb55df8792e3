import type { Links, Token } from "marked"
import { plainCode } from "../helpers/highlighted_code.ts"
import { blockHtml } from "../helpers/markdown.ts"
import { Footnotes } from "../helpers/footnotes.ts"
import { headingsIn, Outline } from "../helpers/outline.ts"
import { openIndex } from "../markdown/open_index.ts"
import { idPrefix } from "./id_prefix.ts"
import { MarkdownTail } from "./markdown_tail.ts"
import { OpenMarkdownLexer } from "./open_markdown_lexer.ts"
import { morePlainText, type PlainText, plainText } from "./plain_text.ts"
import { withoutSettled } from "./settled_markdown.ts"
import { StreamedBlocks } from "./streamed_blocks.ts"
import { turboStream } from "./turbo_stream.ts"
import { writtenText } from "./written_text.ts"

/** Characters of an open block that it does not pay to leave out. */
const SHORT = 200
/** Characters of which nothing is settled, in which no Markdown is looked for any longer. */
const TOO_LONG = 8000

/**
 * Renders Markdown that grows, as Turbo Streams that change only what is new. Blocks that are closed are not read
 * again, nor is what is settled in one that is open.
 */
export class MarkdownStream {
  readonly #target: string
  readonly #links: Links = Object.create(null)
  readonly #outline = new Outline()
  readonly #footnotes = new Footnotes({ isOpen: true, isListed: false })
  readonly #tail = new MarkdownTail()
  readonly #blocks: StreamedBlocks
  #long = SHORT
  #plain: PlainText | undefined
  #isWritten = false

  constructor(target: string, prefix = idPrefix(target)) {
    this.#target = target
    this.#blocks = new StreamedBlocks(target, prefix)
  }

  get html() {
    return this.#blocks.html
  }

  /** Takes what is new and returns what brings the page from the last push to here. */
  push(text: string) {
    const added = this.#tail.append(text)
    return this.#isWritten ? this.#write() : (this.#growByWords(added) ?? this.#read(added))
  }

  /** Brings any page to where the last push led. */
  snapshot() {
    return turboStream("update", { target: this.#target, html: this.html })
  }

  // Most of what comes are words in the middle of a text: they need no reading.
  #growByWords(added: string) {
    this.#plain &&= morePlainText(this.#plain, added)
    return this.#plain && this.#blocks.open.at(-1)?.grow(this.#plain === "code" ? plainCode(added) : added)
  }

  #read(added: string): string[] {
    const tokens = this.#lex(this.#tail.text)
    const [first] = this.#blocks.open

    if (first?.canBecome(rendered(tokens)[0] ?? "") !== false) {
      return this.#update(tokens)
    } else if (!this.#tail.readWhole(first.html)) {
      return this.#giveUp(added)
    } else {
      const whole = this.#lex(this.#tail.text)
      return [...first.becomeWhole(rendered(whole)[0] ?? ""), ...this.#update(whole)]
    }
  }

  #lex(source: string, isCut = false) {
    const before = { links: this.#links, outline: this.#outline.copy(), footnotes: this.#footnotes }
    return new OpenMarkdownLexer(before, { isCut }).lex(source)
  }

  #update(tokens: Token[]) {
    const streams = this.#blocks.show(rendered(tokens))
    const open = openIndex(tokens)

    this.#plain = plainText(this.#tail.text, tokens)
    this.#close(tokens.slice(0, open))
    const isLong = this.#tail.text.length > this.#long
    if (isLong && this.#blocks.open.length === 1) this.#leaveOut(tokens.slice(open))
    return this.#tail.text.length > TOO_LONG ? [...streams, ...this.#giveUp()] : streams
  }

  // What shows by now stays; what was added and what follows shows as it is written.
  #giveUp(added = ""): string[] {
    const known = this.#tail.text.slice(0, this.#tail.text.length - added.length)
    const blocks = rendered(this.#lex(known, true))
    const streams = this.#blocks.open[0]?.canBecome(blocks[0] ?? "") ? this.#blocks.show(blocks) : []

    this.#isWritten = true
    this.#plain = undefined
    this.#blocks.close(Infinity)
    this.#tail.drop(known.length)
    return [...streams, ...this.#write()]
  }

  #write(): string[] {
    const { html, length, isOver } = writtenText(this.#tail.text)
    const streams = html ? (this.#blocks.open[0]?.grow(html) ?? [this.#blocks.append(`<p>${html}</p>`)]) : []
    this.#tail.drop(length)
    if (!isOver) return streams

    this.#isWritten = false
    this.#blocks.close(1)
    return [...streams, ...this.#read(this.#tail.text)]
  }

  #close(tokens: Token[]) {
    this.#outline.add(tokens)
    for (const token of tokens) {
      if (token.type === "def") this.#links[token.tag] ??= { href: token.href, title: token.title }
      if (blockHtml(token)) this.#blocks.close(1)
      this.#tail.drop(token.raw.length)
      this.#long = SHORT
    }
  }

  // A heading that is not read is not known to those after it.
  #leaveOut(open: Token[]) {
    const shorter = (open[0] && withoutSettled(this.#tail.text, open[0])) ?? ""
    const tokens = this.#lex(shorter)
    const html = rendered(tokens)[0]
    const isOutlined = headingsIn(tokens).length === headingsIn(open).length

    if (html && isOutlined && this.#blocks.open[0]?.leaveOut(html)) this.#tail.leaveOut(shorter)
    this.#long = Math.max(SHORT, 2 * this.#tail.text.length)
  }
}

function rendered(tokens: Token[]) {
  return tokens.map(blockHtml).filter(Boolean)
}
