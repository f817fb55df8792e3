import type { Token } from "marked"
import { plainCode } from "../helpers/highlighted_code.ts"
import { headingsIn } from "../helpers/outline.ts"
import { openIndex } from "../markdown/open_index.ts"
import { idPrefix } from "./id_prefix.ts"
import { MarkdownTail } from "./markdown_tail.ts"
import { OpenMarkdownReader } from "./open_markdown_reader.ts"
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
  readonly #reader = new OpenMarkdownReader()
  readonly #tail = new MarkdownTail()
  readonly #blocks: StreamedBlocks
  #long = SHORT
  #plain: PlainText | undefined
  #isWritten = false
  /** Characters at the end that were not read yet. */
  #waiting = 0

  constructor(target: string, prefix = idPrefix(target)) {
    this.#target = target
    this.#blocks = new StreamedBlocks(target, prefix)
  }

  get html() {
    return this.#blocks.html
  }

  /** Takes what is new and returns what brings the page from the last push to here. */
  push(text: string): string[] {
    const added = this.#tail.append(text)
    this.#reader.credit.earn(added.length)

    if (this.#isWritten) {
      return this.#write()
    } else {
      return this.#growByWords(added) ?? this.#readSoon(added)
    }
  }

  /** Shows what has not been read yet, because that would have cost too much. */
  flush(): string[] {
    return this.#waiting > 0 ? this.#read() : []
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

  #readSoon(added: string) {
    this.#waiting += added.length
    return this.#reader.credit.isSpent ? [] : this.#read()
  }

  #read(): string[] {
    const tokens = this.#reader.read(this.#tail.text)
    const blocks = this.#reader.htmlOf(tokens)
    const [first] = this.#blocks.open

    if (first?.canBecome(blocks[0] ?? "") !== false) {
      return this.#update(tokens, blocks)
    } else if (!this.#tail.readWhole(first.html)) {
      return this.#giveUp()
    } else {
      const whole = this.#reader.read(this.#tail.text)
      const wholeBlocks = this.#reader.htmlOf(whole)
      return [...first.becomeWhole(wholeBlocks[0] ?? ""), ...this.#update(whole, wholeBlocks)]
    }
  }

  #update(tokens: Token[], blocks: string[]) {
    const streams = this.#blocks.show(blocks)
    const open = openIndex(tokens)

    this.#waiting = 0
    this.#plain = plainText(this.#tail.text, tokens)
    this.#close(tokens.slice(0, open))
    const isLong = this.#tail.text.length > this.#long
    if (isLong && this.#blocks.open.length === 1) this.#leaveOut(tokens.slice(open))
    return this.#tail.text.length > TOO_LONG ? [...streams, ...this.#giveUp()] : streams
  }

  // What shows by now stays; what waits and what follows shows as it is written.
  #giveUp(): string[] {
    const known = this.#tail.text.slice(0, this.#tail.text.length - this.#waiting)
    const blocks = this.#reader.htmlOf(this.#reader.read(known, { isCut: true }))
    const streams = this.#blocks.open[0]?.canBecome(blocks[0] ?? "") ? this.#blocks.show(blocks) : []

    this.#isWritten = true
    this.#waiting = 0
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
    return [...streams, ...this.#readSoon(this.#tail.text)]
  }

  #close(tokens: Token[]) {
    for (const token of tokens) {
      if (this.#reader.settle(token)) this.#blocks.close(1)
      this.#tail.drop(token.raw.length)
      this.#long = SHORT
    }
  }

  // A heading that is not read is not known to those after it.
  #leaveOut(open: Token[]) {
    const shorter = (open[0] && withoutSettled(this.#tail.text, open[0])) ?? ""
    const tokens = this.#reader.read(shorter)
    const [html] = this.#reader.htmlOf(tokens)
    const isOutlined = headingsIn(tokens).length === headingsIn(open).length

    if (html && isOutlined && this.#blocks.open[0]?.leaveOut(html)) this.#tail.leaveOut(shorter)
    this.#long = Math.max(SHORT, 2 * this.#tail.text.length)
  }
}
