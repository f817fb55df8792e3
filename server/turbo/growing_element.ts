import { safeHtml } from "../helpers/safe_html.ts"
import type { HtmlChange } from "./html_changes.ts"
import { openTags } from "./open_tags.ts"
import { turboStream } from "./turbo_stream.ts"

type Opening = { id: string; at: number; end: string }

/**
 * An element on the page; the HTML that it is given is made safe. Those in it that are still open at its end have
 * ids, by which changes find them.
 */
export class GrowingElement {
  readonly #newId: () => string
  readonly #open: Opening[] = []
  #written = ""

  constructor(html: string, newId: () => string) {
    this.#newId = newId
    this.#write(html)
  }

  get id() {
    return this.#open[0]?.id
  }

  get html() {
    return this.#written + ends(this.#open)
  }

  get htmlWithoutIds() {
    return this.html.replace(/(<\w+) id="[^"]*"/g, "$1")
  }

  /** Returns the Turbo Stream that makes the change on the page. */
  change({ depth, html, from }: HtmlChange) {
    const element = this.#open[depth - 1]

    if (element && from !== undefined) {
      this.#open.length = depth - 1
      this.#written = this.#written.slice(0, element.at)
      const written = this.#write(html + element.end.replace(/^<.*>/, ""))
      return turboStream("replace", { target: element.id, html: written.trimEnd() })
    } else {
      this.#written += ends(this.#open.splice(depth))
      return turboStream("append", { target: element?.id, html: this.#write(html) })
    }
  }

  // What ends where the HTML ends may grow: it stays open.
  #write(source: string) {
    const html = safeHtml(source)
    const closing = /(?:<\/\w+>\s*)*$/.exec(html)?.[0] ?? ""
    const closings = closing.match(/<[^<]*/g) ?? []
    const body = html.slice(0, html.length - closing.length)
    const depth = this.#open.length
    let written = ""
    let start = 0

    for (const { name, at } of openTags(body)) {
      const id = this.#newId()
      written += body.slice(start, at)
      this.#open.push({ id, at: this.#written.length + written.length, end: closings.pop() ?? "" })
      written += `<${name} id="${id}"`
      start = at + name.length + 1
    }

    written += body.slice(start)
    this.#written += written
    return written + ends(this.#open.slice(depth))
  }
}

function ends(open: Opening[]) {
  return open
    .map(({ end }) => end)
    .reverse()
    .join("")
}
