import type { Links, Token } from "marked"
import { plainCode } from "../helpers/highlighted_code.ts"
import { blockHtml, cleanText } from "../helpers/markdown.ts"
import { Footnotes } from "../helpers/footnotes.ts"
import { headingsIn, Outline } from "../helpers/outline.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"
import { MarkdownTail } from "./markdown_tail.ts"
import { OpenMarkdownLexer } from "./open_markdown_lexer.ts"
import { morePlainText, type PlainText, plainText } from "./plain_text.ts"
import { withoutSettled } from "./settled_markdown.ts"
import { StreamedBlock } from "./streamed_block.ts"
import { turboStream } from "./turbo_stream.ts"

/** Characters of an open block that it does not pay to leave out. */
const SHORT = 200

/**
 * Renders Markdown that grows, as Turbo Streams that change only what is new. Blocks that are closed are not read
 * again, nor is what is settled in one that is open.
 */
export class MarkdownStream {
  readonly #target: string
  readonly #links: Links = {}
  readonly #outline = new Outline()
  readonly #footnotes = new Footnotes({ isOpen: true, isListed: false })
  readonly #tail = new MarkdownTail()
  #half = ""
  #ids = 0
  #closed = ""
  #open: StreamedBlock[] = []
  #long = SHORT
  #plain: PlainText | undefined

  constructor(target: string) {
    this.#target = target
  }

  /** Takes what is new and returns what brings the page from the last push to here. */
  push(text: string) {
    const added = this.#receive(text)
    return this.#growByWords(added) ?? this.#read()
  }

  /** Brings any page to where the last push led. */
  snapshot() {
    const html = this.#closed + this.#open.map((block) => block.html).join("")
    return turboStream("update", { target: this.#target, html })
  }

  // Half a line end or half a surrogate pair waits for its other half.
  #receive(text: string) {
    const all = this.#half + text
    const end = all.length - (all.endsWith("\r") || endsInHalfACharacter(all) ? 1 : 0)
    const added = cleanText(all.slice(0, end))
    this.#half = all.slice(end)
    this.#tail.append(added)
    return added
  }

  // Most of what comes are words in the middle of a text: they need no reading.
  #growByWords(added: string) {
    this.#plain &&= morePlainText(this.#plain, added)
    return this.#plain && this.#open.at(-1)?.grow(this.#plain === "code" ? plainCode(added) : added)
  }

  #read() {
    const tokens = this.#lex(this.#tail.text)
    const [first] = this.#open

    if (first?.canBecome(rendered(tokens)[0] ?? "") === false) {
      this.#tail.readWhole()
      const whole = this.#lex(this.#tail.text)
      return [...first.becomeWhole(rendered(whole)[0] ?? ""), ...this.#update(whole)]
    } else {
      return this.#update(tokens)
    }
  }

  #lex(source: string) {
    const [links, outline, footnotes] = [this.#links, this.#outline.copy(), this.#footnotes]
    return new OpenMarkdownLexer({ links, outline, footnotes }).lex(source)
  }

  #update(tokens: Token[]) {
    const streams = this.#show(rendered(tokens))
    const open = openIndex(tokens)

    this.#plain = plainText(this.#tail.text, tokens)
    this.#close(tokens.slice(0, open))
    if (this.#tail.text.length > this.#long && this.#open.length === 1) this.#leaveOut(tokens.slice(open))
    return streams
  }

  #show(blocks: string[]) {
    const changes = blocks.flatMap((html, index) => this.#open[index]?.become(html) ?? this.#append(html))
    const removed = this.#open.splice(blocks.length)
    return [...changes, ...removed.map(({ id }) => turboStream("remove", { target: id }))]
  }

  #append(html: string) {
    const block = new StreamedBlock(html, () => this.#newId())
    this.#open.push(block)
    return turboStream("append", { target: this.#target, html: block.html })
  }

  #close(tokens: Token[]) {
    this.#outline.add(tokens)
    for (const token of tokens) {
      if (token.type === "def") this.#links[token.tag] ??= { href: token.href, title: token.title }
      if (blockHtml(token)) this.#closed += this.#open.shift()?.html ?? ""
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

    if (html && isOutlined && this.#open[0]?.leaveOut(html)) this.#tail.leaveOut(shorter)
    this.#long = Math.max(SHORT, 2 * this.#tail.text.length)
  }

  // "m12-a" of "message_12_content": it stands in every frame, so it is short.
  #newId() {
    const [, initial, number] = /^([a-z])\D*(\d*)/.exec(this.#target) ?? []
    this.#ids += 1
    return `${initial}${number}-${this.#ids.toString(36)}`
  }
}

function rendered(tokens: Token[]) {
  return tokens.map(blockHtml).filter(Boolean)
}

// A block is surely closed when the first line of another stands below it.
function openIndex(tokens: Token[]) {
  const last = tokens.findLastIndex(({ type }) => type !== "space")
  const below = tokens.slice(Math.max(last, 0)).map(({ raw }) => raw)
  const isClosed = below.join("").trimStart().includes("\n")
  const open = isClosed ? last : tokens.findLastIndex(({ type }, index) => index < last && type !== "space")
  return Math.max(open, 0)
}
