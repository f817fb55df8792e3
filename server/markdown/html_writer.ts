import { type HtmlPart, INLINE } from "./html_parts.ts"

/**
 * An element that is open in what is to be shown; `isReal` where it is open on the page, too, and else what has to stand
 * in it for `cells` that were shown elsewhere.
 */
type Level = { name: string; tag: string; isReal: boolean; cells?: string }

const CELLS = ["td", "th"]

/** Writes the rest of some HTML behind what is on the page of it, whatever elements are open there. */
export class HtmlWriter {
  readonly #levels: Level[] = []
  #open: string[]
  /** So many elements are open in both, the outermost; then come those that are only open on the page. */
  #common = 0
  #extra: string[] = []
  #html = ""
  /** Words of a block have ended that has no end on the page. */
  #isTorn = false

  constructor(open: string[]) {
    this.#open = open
  }

  get open() {
    const real = this.#levels.map(({ name, isReal }) => (isReal ? [name] : []))
    return [...real.slice(0, this.#common), this.#extra, ...real.slice(this.#common)].flat()
  }

  /** So many characters of its content are on the page. */
  write(parts: HtmlPart[], shown: number) {
    let left = shown
    let next = 0

    for (const part of parts) {
      const length = part.kind === "content" ? part.html.length : 0
      if (left === 0 || length > left) break
      this.#pass(part)
      left -= length
      next += 1
    }

    const [first, ...others] = parts.slice(next)
    this.#compare()
    if (first) this.#add(left > 0 ? { ...first, html: first.html.slice(left) } : first)
    for (const part of others) this.#add(part)
    return this.#html
  }

  #pass({ kind, name, html }: HtmlPart) {
    if (kind === "start") this.#levels.push({ name, tag: html, isReal: true })
    if (kind === "end") this.#levels.pop()
  }

  #compare() {
    const names = this.#levels.map(({ name }) => name)
    const inner = commonCount(names.toReversed(), this.#open.toReversed())
    this.#common = Math.min(commonCount(names, this.#open), names.length, this.#open.length)

    const suffix = Math.min(inner, Math.min(names.length, this.#open.length) - this.#common)
    this.#extra = this.#open.slice(this.#common, this.#open.length - suffix)
    for (const level of this.#levels.slice(this.#common, names.length - suffix)) level.isReal = false
  }

  #add({ kind, name, html }: HtmlPart) {
    if (kind === "end") {
      this.#addEnd(html)
    } else {
      if (kind === "start" && !INLINE.includes(name)) this.#makeReal()
      this.#leaveExtra()
      if (this.#isTorn && kind !== "space") this.#mend(kind === "content" || INLINE.includes(name))
      if (kind === "start") this.#levels.push({ name, tag: html, isReal: true })
      this.#html += html
    }
  }

  #addEnd(html: string) {
    this.#leaveExtra()
    const level = this.#levels.pop()
    if (level?.isReal) this.#isTorn = false
    if (level?.isReal) this.#html += html
    else if (level) this.#endUnreal(level, html)
    this.#leaveExtra()
    this.#common = Math.min(this.#common, this.#levels.length)
  }

  #mend(areWords: boolean) {
    if (areWords) this.#html += "<br>"
    this.#isTorn = false
  }

  #endUnreal({ name, tag }: Level, end: string) {
    const row = this.#levels.at(-1)
    if (row && CELLS.includes(name)) row.cells = (row.cells ?? "") + tag + end
    this.#isTorn = this.#extra.length === 0 && !INLINE.includes(name)
  }

  /** What holds elements has to be there before they are. */
  #makeReal() {
    const missing = this.#levels.filter(({ isReal }) => !isReal)

    if (missing.length > 0) {
      this.#html += endTags(this.#extra.splice(0))
      for (const level of missing) {
        this.#html += level.tag + (level.cells ?? "")
        level.isReal = true
      }
    }
  }

  #leaveExtra() {
    if (this.#levels.length <= this.#common) this.#html += endTags(this.#extra.splice(0))
  }
}

function commonCount(one: string[], other: string[]) {
  const difference = one.findIndex((name, index) => name !== other[index])
  return difference === -1 ? one.length : difference
}

export function endTags(names: string[]) {
  return names
    .map((name) => `</${name}>`)
    .reverse()
    .join("")
}
