// A row that may begin a table; the definition of a link; at the end: half an escape, entity, address, image.
const UNDECIDED =
  /(?<=^|\n) *\|[^\n]*(?:\n[|:\- \t]*)?$|^ {0,3}\[[^\]\n]+\]:[^\n]*$|(?:\\|&[#\w]{0,31}|<[!-;=?-~]*|\b(?:https?:\/\/|www\.)[^\s)\]>`]*|\b(?:ht{0,2}|https?:?\/?|w{1,3})|!)$/i

const TOKEN = new RegExp(
  [
    /\\.|(?<ticks>`+)(?!`).*?[^`]\k<ticks>(?!`)|<[!-;=?-~]*>/s,
    /(?<code>`+)/,
    /(?<bracket>!?\[)/,
    /(?<label>\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^[\]\n]*\]|\](?!(?:\([^\n]{0,1000}|\[[^\]\n]{0,100})?$))/,
    /(?<unfinished>\])/,
    /(?<emphasis>\*+|_+|~+)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gs",
)

const LONGEST_LABEL = 100
const SPACE = /\s/
const PUNCTUATION = /[\p{P}\p{S}]/u
const LETTER = /[\p{L}\p{N}]/u

/**
 * Inline Markdown of which more is to come, as it can be shown by now: what may still turn into something else is
 * held back, what is open is closed.
 */
export function healMarkdown(source: string) {
  return new Healing(source.replace(UNDECIDED, "")).result
}

class Healing {
  readonly result: string
  readonly #text: string
  readonly #open: Marker[] = []

  constructor(text: string) {
    this.#text = text
    this.result = this.#closedAt(this.#scan())
  }

  /** Where the text that can be shown ends. */
  #scan() {
    for (const match of this.#text.matchAll(TOKEN)) {
      const { code, bracket, label, unfinished, emphasis } = match.groups ?? {}
      const marker = new Marker(match, this.#text)

      if (code && !this.#text.includes("\n", marker.end)) {
        this.#open.push(marker)
        return this.#text.replace(/[`\s]+$/, "").length
      } else if (bracket) {
        this.#open.push(marker)
      } else if (label) {
        this.#popBracket()
      } else if (unfinished) {
        const opener = this.#popBracket()
        if (opener?.isNear(marker.at)) return opener.at
      } else if (emphasis && marker.end === this.#text.length) {
        return marker.at
      } else if (emphasis && emphasis !== "~") {
        this.#emphasise(marker)
      }
    }

    const bracket = this.#open.find((marker) => marker.isBracket && marker.isNear(this.#text.length))
    return bracket?.at ?? this.#text.length
  }

  #popBracket() {
    const index = this.#open.findLastIndex((marker) => marker.isBracket)
    return index === -1 ? undefined : this.#open.splice(index)[0]
  }

  #emphasise(marker: Marker) {
    while (marker.canClose && marker.text) {
      const index = this.#open.findLastIndex((opener) => opener.text[0] === marker.text[0])
      const opener = this.#open[index]
      if (!opener) break

      const width = Math.min(opener.text.length, marker.text.length, 2)
      marker.text = marker.text.slice(width)
      opener.text = opener.text.slice(width)
      this.#open.splice(opener.text ? index + 1 : index)
    }

    if (marker.canOpen && marker.text) this.#open.push(marker)
  }

  #closedAt(end: number) {
    let shown = this.#text.slice(0, end).trimEnd()
    let closing = ""

    for (const marker of this.#open.filter(({ isBracket, at }) => !isBracket && at < end).reverse()) {
      if (closing === "" && marker.end >= shown.length) {
        shown = shown.slice(0, marker.at).trimEnd()
      } else {
        closing += marker.text
      }
    }

    return shown + closing
  }
}

class Marker {
  text: string
  readonly at: number
  readonly end: number
  readonly #before: string
  readonly #after: string

  constructor({ 0: text, index }: RegExpExecArray, source: string) {
    this.text = text
    this.at = index
    this.end = index + text.length
    this.#before = source[this.at - 1] ?? " "
    this.#after = source[this.end] ?? " "
  }

  get isBracket() {
    return this.text.endsWith("[")
  }

  /** Whether a label from here to `end` is short enough to wait for. */
  isNear(end: number) {
    return end - this.end <= LONGEST_LABEL
  }

  // "2*3" is more often a product than the beginning of emphasis.
  get canOpen() {
    const isInsideWord =
      this.text === "*" ? /\w/.test(this.#before) : /^_/.test(this.text) && LETTER.test(this.#before)
    return flanks(this.#after, this.#before) && !isInsideWord
  }

  get canClose() {
    return flanks(this.#before, this.#after)
  }
}

function flanks(inner: string, outer: string) {
  return !SPACE.test(inner) && (!PUNCTUATION.test(inner) || SPACE.test(outer) || PUNCTUATION.test(outer))
}
