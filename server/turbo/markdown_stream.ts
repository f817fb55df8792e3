import type { Links, Token } from "marked"
import { blockHtml, cleanText } from "../helpers/markdown.ts"
import { markdownGrowth } from "./markdown_growth.ts"
import { OpenMarkdownLexer } from "./open_markdown_lexer.ts"
import { turboStream } from "./turbo_stream.ts"

type Block = { token: Token; html: string }

/** Renders Markdown that grows, as Turbo Streams that change only what is new. Blocks that are closed are not read again. */
export class MarkdownStream {
  readonly #target: string
  readonly #links: Links = {}
  #received = 0
  #tail = ""
  #closedCount = 0
  #closedHtml = ""
  #open: string[] = []

  constructor(target: string) {
    this.#target = target
  }

  /** Takes the whole text so far and returns what brings the page from the last push to here. */
  push(source: string) {
    this.#receive(source)

    const tokens = new OpenMarkdownLexer(this.#links).lex(this.#tail)
    const blocks = tokens.map((token) => ({ token, html: blockHtml(token) }))
    const elements = this.#show(blocks.map(({ html }) => html).filter(Boolean))
    this.#close(blocks.slice(0, openIndex(tokens)))

    return elements
  }

  /** Brings any page to where the last push led. */
  snapshot() {
    const open = this.#open.map((html, index) => this.#wrapper(this.#closedCount + index, html))
    return turboStream("update", { target: this.#target, html: this.#closedHtml + open.join("") })
  }

  // Half a line end or half a surrogate pair waits for its other half.
  #receive(source: string) {
    const end = source.length - (/[\r\uD800-\uDBFF]$/.test(source) ? 1 : 0)
    this.#tail += cleanText(source.slice(this.#received, end))
    this.#received = end
  }

  #show(blocks: string[]) {
    const shown = this.#open
    this.#open = blocks

    const first = this.#closedCount
    const changes = blocks.flatMap((html, index) => this.#change(first + index, shown[index], html))
    const removals = shown.slice(blocks.length).map((_, index) => this.#remove(first + blocks.length + index))
    return [...changes, ...removals]
  }

  #change(index: number, before: string | undefined, after: string) {
    const growth = before === undefined ? undefined : markdownGrowth(before, after)

    if (before === undefined) {
      return [turboStream("append", { target: this.#target, html: this.#wrapper(index, after) })]
    } else if (growth) {
      return growth.map(({ path, html }) =>
        turboStream("append", { targets: this.#selector(index, path), html }),
      )
    } else {
      return [turboStream("replace", { target: this.#id(index), html: this.#wrapper(index, after) })]
    }
  }

  #remove(index: number) {
    return turboStream("remove", { target: this.#id(index) })
  }

  #close(blocks: Block[]) {
    for (const { token, html } of blocks) {
      if (token.type === "def") this.#links[token.tag] ??= { href: token.href, title: token.title }
      if (html) this.#closedHtml += this.#wrapper(this.#closedCount++, html)
      this.#tail = this.#tail.slice(token.raw.length)
    }

    this.#open = this.#open.slice(blocks.filter(({ html }) => html).length)
  }

  #wrapper(index: number, html: string) {
    return `<div class="block" id="${this.#id(index)}">${html}</div>`
  }

  #selector(index: number, path: string[]) {
    return [`#${this.#id(index)}`, ...path.map((name) => `${name}:last-child`)].join(" > ")
  }

  #id(index: number) {
    return `${this.#target}_block_${index}`
  }
}

// A block is surely closed when the first line of another stands below it.
function openIndex(tokens: Token[]) {
  const last = tokens.findLastIndex(({ type }) => type !== "space")
  const below = tokens.slice(Math.max(last, 0)).map(({ raw }) => raw)
  const isClosed = below.join("").trimStart().includes("\n")
  const open = isClosed ? last : tokens.findLastIndex(({ type }, index) => index < last && type !== "space")
  return Math.max(open, 0)
}
