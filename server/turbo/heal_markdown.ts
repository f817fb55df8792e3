import { ADDRESS_END } from "../helpers/address_end.ts"
import { InlineMarker } from "../helpers/inline_marker.ts"
import { MATH, OPEN_MATH, UNDECIDED_MATH } from "../helpers/math.ts"
import { OpenMarkers } from "../helpers/open_markers.ts"

const UNDECIDED = anyOf("iv", [
  /(?<=^|\n) *\|[^\n]*(?:\n[\|:\- \t]*)?$/v, // a row that may begin a table
  /^ {0,3}\[[^\]\n]+\]:[^\n]*$/v, // the definition of a link
  /\\$|!$/v, // half an escape, half the beginning of an image
  /&[#\w]{0,31}$/v, // half a character reference
  /<br *\/?$/v, // half a line break
  /(?<![*\w])\*\.[\w.\-]{0,50}\*?$/v, // a suffix, or emphasis that begins with a dot
  // half an address
  /<[!-;=?-~]*$|\b(?:ht{0,2}|https?:?\/?|w{1,3})$/v,
  new RegExp(`\\b(?:https?://|www\\.)(?:(?!${ADDRESS_END})[^\\s\\)\\]>\`])*$`, "v"),
])

const TOKEN = anyOf("gs", [
  MATH,
  /(?<math>\\[([]|\$\$)/,
  /\\.|(?<ticks>`+)(?!`).*?[^`]\k<ticks>(?!`)|<[!-;=?-~]*>/, // whole: escapes, code, addresses
  /(?<code>`+)/,
  /(?<bracket>!?\[)/,
  /(?<label>\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^[\]\n]*\]|\](?!(?:\([^\n]{0,1000}|\[[^\]\n]{0,100})?$))/,
  /(?<unfinished>\])/,
  /(?<emphasis>\*+|_+|~+)/,
  /(?<pipe>\|)/,
])
/** What is behind the first `|` of a line that may be the head of a table. */
const TABLE_HEAD = /^[^\n]{0,200}(?:\n[|:\- \t]*)?$/

/**
 * Inline Markdown of which more is to come, as it can be shown by now: what may still turn into something else is
 * held back, what is open is closed.
 */
export function healMarkdown(source: string) {
  return new Healing(source.replace(UNDECIDED, "").replace(UNDECIDED_MATH, "$<before>")).result
}

/** The same where nothing more is to come: what is open is closed, and nothing but markers is held back. */
export function healCutMarkdown(source: string) {
  return new Healing(source, { isCut: true }).result
}

class Healing {
  readonly result: string
  readonly #text: string
  readonly #isCut: boolean
  readonly #open = new OpenMarkers()

  constructor(text: string, { isCut = false } = {}) {
    this.#text = text
    this.#isCut = isCut
    this.result = this.#shown()
  }

  #shown() {
    const { end, math } = this.#scan()
    const bracket = this.#open.all.find((marker) => marker.isBracket && marker.isNear(this.#text.length))

    if (bracket && bracket.at < end && !this.#isCut) {
      return this.#closedAt(bracket.at)
    } else {
      return this.#closedAt(end, asWritten(math))
    }
  }

  /** Where the text that can be shown ends, and the TeX that is open there. */
  #scan() {
    for (const match of this.#text.matchAll(TOKEN)) {
      const { math, code, bracket, label, unfinished, emphasis, pipe } = match.groups ?? {}
      const marker = new InlineMarker(match, this.#text)

      if (math && OPEN_MATH.test(this.#text.slice(marker.at))) {
        return { end: marker.at, math: trimmed(this.#text.slice(marker.at)).replace(/(?<=[^$])\$$/, "") }
      } else if (pipe && !this.#isCut && TABLE_HEAD.test(this.#text.slice(marker.end))) {
        return { end: marker.at, math: "" }
      } else if (code && !this.#text.includes("\n", marker.end)) {
        this.#open.open(marker)
        return { end: Math.max(this.#text.replace(/[`\s]+$/, "").length, marker.at), math: "" }
      } else if (bracket) {
        this.#open.open(marker)
      } else if (label) {
        this.#open.closeBracket()
        this.#open.hide(label.length)
      } else if (unfinished) {
        const opener = this.#open.closeBracket()
        if (opener?.isNear(marker.at) && !this.#isCut) return { end: opener.at, math: "" }
      } else if (emphasis && marker.end === this.#text.length) {
        return { end: marker.at, math: "" }
      } else if (emphasis) {
        this.#open.emphasise(marker)
      }
    }

    return { end: this.#text.length, math: "" }
  }

  #closedAt(end: number, math = "") {
    let shown = math ? this.#text.slice(0, end) + math : trimmed(this.#text.slice(0, end))
    let closing = ""

    for (const marker of this.#open.all.filter(({ isBracket, at }) => !isBracket && at < end).reverse()) {
      if (closing === "" && marker.end >= shown.length) {
        shown = trimmed(shown.slice(0, marker.at))
      } else {
        closing += marker.text
      }
    }

    return shown + closing
  }
}

function asWritten(text: string) {
  return text.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`)
}

// The backslash of a line's end, too.
function trimmed(text: string) {
  return text.trimEnd().replace(/(?<!\\)\\$/, "")
}

function anyOf(flags: string, patterns: RegExp[]) {
  return new RegExp(patterns.map(({ source }) => source).join("|"), flags)
}
