import { safeHtml } from "../helpers/safe_html.ts"
import type { HtmlChange } from "./html_changes.ts"
import { openTags } from "./open_tags.ts"
import { turboStream } from "./turbo_stream.ts"

/** `end` is its end tag and the white space behind it. Where there is no id, it is found from the one around it. */
type Opening = { name: string; id: string | undefined; at: number; end: string }

const SHORT_LIVED = ["a", "del", "em", "strong", "sup", "thead", "tr", "th", "td"]

/**
 * An element on the page; the HTML that it is given is made safe. Those in it that are still open at its end have
 * ids, if they may go on for long.
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
    const place = this.#place(depth)
    const element = this.#open[depth - 1]

    if (element && from !== undefined) {
      this.#open.length = depth - 1
      this.#written = this.#written.slice(0, element.at)
      const written = this.#write(html + element.end.replace(/^<.*>/, ""))
      return turboStream("replace", { ...place, html: written.trimEnd() })
    } else {
      this.#written += ends(this.#open.splice(depth))
      return turboStream("append", { ...place, html: this.#write(html) })
    }
  }

  #place(depth: number) {
    const open = this.#open.slice(0, depth)
    const named = open.findLastIndex(({ id }) => id)
    const id = open[named]?.id
    const path = open.slice(named + 1).map(({ name }) => ` > ${name}:last-child`)
    return path.length > 0 ? { targets: `#${id}${path.join("")}` } : { target: id }
  }

  #write(source: string) {
    if (/[<>]/.test(source)) {
      return this.#writeElements(safeHtml(source))
    } else {
      this.#written += source
      return source
    }
  }

  // What ends where the HTML ends may grow: it stays open.
  #writeElements(html: string) {
    const closing = /(?:<\/\w+>\s*)*$/.exec(html)?.[0] ?? ""
    const closings = closing.match(/<[^<]*/g) ?? []
    const body = html.slice(0, html.length - closing.length)
    const depth = this.#open.length
    let written = ""
    let start = 0

    for (const { name, at } of openTags(body)) {
      const id = this.#isShortLived(name) ? undefined : this.#newId()
      written += body.slice(start, at)
      this.#open.push({ name, id, at: this.#written.length + written.length, end: closings.pop() ?? "" })
      written += id ? `<${name} id="${id}"` : `<${name}`
      start = at + name.length + 1
    }

    written += body.slice(start)
    this.#written += written
    return written + ends(this.#open.slice(depth))
  }

  // Code is a block of its own, or some words of a line.
  #isShortLived(name: string) {
    return SHORT_LIVED.includes(name) || (name === "code" && this.#open.at(-1)?.name !== "pre")
  }
}

function ends(open: Opening[]) {
  return open
    .map(({ end }) => end)
    .reverse()
    .join("")
}
