import { safeHtml } from "../helpers/safe_html.ts"
import { commonLength } from "./common_length.ts"
import { GrowingElement } from "./growing_element.ts"
import { htmlChanges } from "./html_changes.ts"

const CLOSING_TAGS = /(?:<\/\w+>\s*)*$/

/** What is added to the text of the innermost element at the end, `depth` levels deep. */
type Growth = { before: string; text: string; after: string; depth: number }

/** A block on the page, and the HTML of it that is still read; what is settled may be left out of that. */
export class StreamedBlock {
  readonly #element: GrowingElement
  #lastRead = ""
  #growth: Growth | undefined
  #settledEnd = 0

  constructor(html: string, newId: () => string) {
    this.#read = html
    this.#element = new GrowingElement(html, newId)
  }

  get id() {
    return this.#element.id
  }

  get html() {
    return this.#element.html
  }

  /** False where an element would change of which something was left out. */
  canBecome(html: string) {
    return (
      this.#settledEnd === 0 ||
      htmlChanges(this.#read, html).every(({ from = this.#settledEnd }) => from >= this.#settledEnd)
    )
  }

  /** Returns the Turbo Streams that do it. */
  become(html: string) {
    const changes = htmlChanges(this.#read, html)
    this.#read = html
    return changes.map((change) => this.#element.change(change))
  }

  /** The same where the text in which it ends has only become longer. */
  grow(text: string) {
    this.#growth ??= beginGrowth(this.#read)
    this.#growth.text += text
    return [this.#element.change({ depth: this.#growth.depth, html: text })]
  }

  /** The same where nothing is left out any longer. */
  becomeWhole(html: string) {
    this.#settledEnd = 0
    this.#read = html
    return htmlChanges(this.#element.htmlWithoutIds, safeHtml(html)).map((change) =>
      this.#element.change(change),
    )
  }

  /** From now on less of it is read; refused where that would be another text. */
  leaveOut(html: string) {
    const settledEnd = commonLength(this.#read, html)
    const leftOut = this.#read.length - html.length
    const isStretch = this.#read.endsWith(html.slice(settledEnd))

    if (isStretch) {
      this.#settledEnd = Math.max(settledEnd, this.#settledEnd - leftOut)
      this.#read = html
    }
    return isStretch
  }

  get #read() {
    return this.#growth ? this.#growth.before + this.#growth.text + this.#growth.after : this.#lastRead
  }

  set #read(html: string) {
    this.#lastRead = html
    this.#growth = undefined
  }
}

function beginGrowth(html: string): Growth {
  const after = CLOSING_TAGS.exec(html)?.[0] ?? ""
  return {
    before: html.slice(0, html.length - after.length),
    text: "",
    after,
    depth: after.split("<").length - 1,
  }
}
