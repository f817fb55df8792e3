import { createRequire } from "node:module"

type Highlighter = {
  getLanguage(name: string): object | undefined
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string }
}

/** In characters. What is longer may be meant to keep a core busy: highlighting can take quadratic time. */
const LONGEST = 6000
const LONGEST_LINE = 200

// An import would bring its types, and with them those of a browser, which do not hold here.
const hljs: Highlighter = createRequire(import.meta.url)("highlight.js/lib/common")

/** HTML of code in colours; undefined where its language is not known, or there is too much of it. */
export function highlightedCode(code: string, language = "") {
  if (hljs.getLanguage(language) && isShort(code)) {
    return plainQuotes(hljs.highlight(code, { language, ignoreIllegals: true }).value)
  } else {
    return undefined
  }
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
