import { createRequire } from "node:module"

type Highlighter = {
  getLanguage(name: string): object | undefined
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string }
}

/** In characters. What is longer may be meant to keep a core busy: highlighting can take quadratic time. */
const LONGEST = 6000
const LONGEST_LINE = 200
/** Words and other characters that are coloured in one text: each costs a few microseconds. */
const MOST_PARTS = 12_000
const BEGINNING = 8

// An import would bring its types, and with them those of a browser, which do not hold here.
const hljs: Highlighter = createRequire(import.meta.url)("highlight.js/lib/common")

/** Colours the code of one text, as much of it as does not take long. */
export class CodeColours {
  #left = MOST_PARTS

  copy() {
    const copy = new CodeColours()
    copy.#left = this.#left
    return copy
  }

  /** HTML; undefined where the language is not known, or there is too much code. */
  of(code: string, language = "") {
    if (!hljs.getLanguage(language) || !isShort(code)) return undefined

    this.#left -= costOf(code)
    return this.#left < 0
      ? undefined
      : plainQuotes(hljs.highlight(code, { language, ignoreIllegals: true }).value)
  }
}

// Some languages look at all words that follow each other for each of them, and to begin costs as much as some words.
function costOf(code: string) {
  const runs = code.match(/\w+(?:\s+\w+)*|[^\w\s]/g) ?? []
  return runs.reduce((sum, run) => sum + run.split(/\s+/).length ** 2 / 10 + 1, BEGINNING)
}

/** HTML of code that shows as it is written. */
export function plainCode(code: string) {
  return code.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}

/** Quotes in text stand for themselves: there are many, and each would travel as six characters. */
export function plainQuotes(html: string) {
  return html.replace(/&(?:quot|#39|#x27);/g, (entity) => (entity === "&quot;" ? '"' : "'"))
}

function isShort(code: string) {
  return code.length <= LONGEST && code.split("\n").every((line) => line.length <= LONGEST_LINE)
}
