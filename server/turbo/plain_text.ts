import type { Token } from "marked"
import { lastLeaf } from "../markdown/last_leaf.ts"

/** How a text ends that shows as it is written: in words, of which `end` are the last characters, or in code. */
export type PlainText = { end: string } | "code"

/** Characters of what may yet become an address, and one before it. */
const LONGEST_UNDECIDED = 6

const TEXTS = ["paragraph", "text", "heading"]
const WORD_AT_END = /\p{L}[\p{L}\p{M}\p{N}]*[,;]?$/u
/** Characters: what is before them tells nothing about the end. */
const LONG_WORD = 50
const WORDS = /^[ \p{L}\p{M}\p{N},;.?'’"“”…—–]+$/u
const SPACES = /\s\s|\s$/
/** What may yet become an address. */
const UNDECIDED = /(?:^|\W)(?:h|ht|htt|https?|w{1,3}\.?)$/i
const SPECIAL = /[[\]<>&\\`~_*|@]|\$(?!\d)|https?:|www/i
const FENCED = /^ {0,3}(?:```|~~~)/
const FENCE = /[`~]/
const LETTER = /\p{L}/u
const MORE_CODE = /^[^`~\t\n]+$/
const EMPHASIS =
  /(?<![\p{L}\p{N}*])(\*{1,2})[\p{L}\p{N}](?:[^*`[\]<>&\\_~]*[^*`[\]<>&\\_~\s])?\1(?=[\s,;.]|$)/gu
const OPEN_EMPHASIS = /(?<![\p{L}\p{N}*])\*{1,2}(?=[\p{L}\p{N}][^*]*$)/u

/** Undefined where what follows may show in another way, is held back, or changes what stands there. */
export function plainText(source: string, blocks: Token[]): PlainText | undefined {
  const leaf = lastLeaf(blocks)
  const line = source.slice(source.lastIndexOf("\n") + 1)

  if (leaf?.type === "code") {
    return FENCED.test(leaf.raw) && endsInCode(leaf.raw) && LETTER.test(line) ? "code" : undefined
  } else {
    return endsInWords(source, leaf, line) ? { end: source.slice(-LONGEST_UNDECIDED) } : undefined
  }
}

/** What it is with `added` behind it; undefined where that is not just more of it. */
export function morePlainText(text: PlainText, added: string): PlainText | undefined {
  if (text === "code") {
    return MORE_CODE.test(added) ? "code" : undefined
  } else {
    const end = (text.end + added).slice(-LONGEST_UNDECIDED)
    return WORDS.test(added) && !SPACES.test(added) && !UNDECIDED.test(end) ? { end } : undefined
  }
}

// A line in which there is a letter can no longer become a marker. What is held back behind a block is none of it, nor
// is the beginning of a line of the quote or the item that it is in.
function endsInCode(raw: string) {
  const last = raw.slice(raw.lastIndexOf("\n") + 1)
  return LETTER.test(last) && !FENCE.test(last)
}

function endsInWords(source: string, leaf: Token | undefined, line: string) {
  const text = leaf && TEXTS.includes(leaf.type) && "text" in leaf ? String(leaf.text) : "*"
  return WORD_AT_END.test(source.slice(-LONG_WORD)) && !UNDECIDED.test(line) && isPlain(text) && isPlain(line)
}

function isPlain(text: string) {
  return !SPECIAL.test(text.replace(EMPHASIS, "").replace(OPEN_EMPHASIS, ""))
}
