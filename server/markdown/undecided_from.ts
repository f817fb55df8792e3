import type { Token, Tokens } from "marked"
import { Brackets } from "./brackets.ts"
import { canOpen } from "./can_open.ts"
import { UNDECIDED_END } from "./undecided_end.ts"

const SPECIAL = /`+|\*+|_+|~~+|!?\[|\]|<|\$+/g
const NESTING = ["em", "strong", "del"]
/** More of them may belong to the address before them, also where they would end it by themselves. */
const END_OF_ADDRESS = /^[!-;=-~]*$/
const UNCLOSED_TAG = /^<(?![\s\d])[^<>]*$/
const UNCLOSED_IN_LABEL = /^!?\[[\s\S]*<(?![\s\d])[^<>]*$/
const OPEN_MATH = /^(?:\\[([]|\$\$)[\s\S]{0,1000}$|^(?<!\w)\$(?![\s\d])[^\n]{0,200}$/

/**
 * Where in inline Markdown, read into these tokens, something begins that what follows may turn into something else;
 * its length where nothing does.
 */
export function undecidedFrom(text: string, tokens: Token[]) {
  const words = text.length - wordsAtEnd(tokens)
  const end = UNDECIDED_END.exec(text.slice(words))?.index ?? text.length
  return Math.min(words + end, new Search(text).firstIn(tokens, 0))
}

function wordsAtEnd(tokens: Token[]) {
  const last = tokens.findLastIndex(({ type }) => type !== "text")
  return tokens.slice(last + 1).reduce((sum, { raw }) => sum + raw.length, 0)
}

class Search {
  readonly #text: string
  readonly #brackets: Brackets

  constructor(text: string) {
    this.#text = text
    this.#brackets = new Brackets(text)
  }

  firstIn(tokens: Token[], start: number) {
    let at = start
    let first = Infinity

    for (const token of tokens) {
      const end = at + token.raw.length
      first = Math.min(first, this.#firstOf(token, at, end))
      at = end
    }
    return Math.min(first, this.#brackets.firstOpen)
  }

  #firstOf(token: Token, at: number, end: number) {
    if (NESTING.includes(token.type)) {
      return this.#isSettled(token as Tokens.Em, at, end) ? Infinity : at
    } else if (token.type === "codespan") {
      return this.#text[end] === undefined ? at : Infinity
    } else if (token.type === "link" || token.type === "image") {
      const isHalf = UNCLOSED_IN_LABEL.test(this.#text.slice(at))
      return isHalf || this.#mayGoOn(token as Tokens.Link, end) ? at : Infinity
    } else if (token.type === "footnote_reference") {
      return /^(?:$|[(:])/.test(this.#text.slice(end)) ? at : Infinity
    } else if (token.type === "text") {
      return this.#firstMarker(at, end)
    } else if (token.type === "escape") {
      return OPEN_MATH.test(this.#text.slice(at)) ? at : Infinity
    } else {
      return Infinity
    }
  }

  #isSettled({ raw, text, tokens }: Tokens.Em, at: number, end: number) {
    const next = this.#text[end]
    const inner = new Search(this.#text).firstIn(tokens, at + (raw.length - text.length) / 2)
    return next !== undefined && next !== raw[0] && inner === Infinity
  }

  #mayGoOn({ raw }: Tokens.Link, end: number) {
    const behind = this.#text.slice(end)

    if (!/^!?\[|^</.test(raw)) {
      return END_OF_ADDRESS.test(behind)
    } else {
      return raw.endsWith("]") && /^(?:$|[[(])/.test(behind)
    }
  }

  #firstMarker(at: number, end: number) {
    let first = Infinity

    for (const { 0: marker, index } of this.#text.slice(at, end).matchAll(SPECIAL)) {
      if (first === Infinity && this.#isOpen(marker, at + index)) first = at + index
    }
    return first
  }

  #isOpen(marker: string, at: number) {
    const behind = this.#text.slice(at)

    if (marker.startsWith("$")) {
      return OPEN_MATH.test(behind)
    } else if (marker.startsWith("`")) {
      return true
    } else if (marker === "<") {
      return UNCLOSED_TAG.test(behind)
    } else if (marker.endsWith("[")) {
      return this.#brackets.open(at)
    } else if (marker === "]") {
      return this.#brackets.close(at)
    } else {
      return canOpen(this.#text, at)
    }
  }
}
