import { randomUUID } from "node:crypto"

/**
 * Safe HTML that is there as bytes. A template that shows it gets a mark, and the bytes take its place in the end: to
 * make text of them first, and bytes of the text again, costs more than all the rest of a long page.
 */
export class HtmlBytes {
  readonly #mark = `<!-- ${randomUUID()} -->`
  readonly #parts: readonly Buffer[]

  constructor(parts: readonly Buffer[]) {
    this.#parts = parts
  }

  toString() {
    return this.#mark
  }

  get parts() {
    return this.#parts
  }

  /** What stands before and behind them on the page. */
  around(html: string): { before: string; after: string } {
    const [before = "", after = ""] = html.split(this.#mark)
    return { before, after }
  }

  /** The page with the bytes in it. */
  within(html: string): Buffer {
    const { before, after } = this.around(html)
    return Buffer.concat([Buffer.from(before), ...this.#parts, Buffer.from(after)])
  }
}
