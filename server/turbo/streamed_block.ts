import { safeHtml } from "../helpers/safe_html.ts"
import { commonLength } from "./common_length.ts"
import { GrowingElement } from "./growing_element.ts"
import { htmlChanges } from "./html_changes.ts"

const CLOSING_TAGS = /(?:<\/\w+>\s*)*$/

/** A block on the page, and the HTML of it that is still read; what is settled may be left out of that. */
export class StreamedBlock {
  readonly #element: GrowingElement
  #read: string
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
    const end = this.#read.length - (CLOSING_TAGS.exec(this.#read)?.[0].length ?? 0)
    const closing = this.#read.slice(end)

    this.#read = this.#read.slice(0, end) + text + closing
    return [this.#element.change({ depth: closing.split("<").length - 1, html: text })]
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
}
