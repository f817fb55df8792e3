import type { Token } from "marked"
import { lastLeaf } from "./last_leaf.ts"

const TEXTS = ["paragraph", "text", "heading"]
const WORD_AT_END = /\p{L}[\p{L}\p{M}\p{N}]*[,;]?$/u
const WORDS = /^[ \p{L}\p{M}\p{N},;.?'’"“”…—–]+$/u
const SPACES = /\s\s|\s$/
/** What may yet become an address. */
const UNDECIDED = /(?:^|[^\p{L}\p{N}])(?:h|ht|htt|https?|w{1,3}\.?)$/iu
const SPECIAL = /[[\]<>&\\`~_*|@]|https?:|www/i
const EMPHASIS = /\*\*[^*\s](?:[^*]*[^*\s])?\*\*|\*[^*\s](?:[^*]*[^*\s])?\*/g

/**
 * Whether Markdown ends in the middle of a text that shows as it is written, with nothing held back and nothing open
 * that what follows could close.
 */
export function endsInPlainText(source: string, blocks: Token[]) {
  const leaf = lastLeaf(blocks)
  const text = leaf && TEXTS.includes(leaf.type) && "text" in leaf ? String(leaf.text) : "*"
  const line = source.slice(source.lastIndexOf("\n") + 1)

  return WORD_AT_END.test(source) && !UNDECIDED.test(line) && isPlain(text) && isPlain(line)
}

/** Whether what was added to such a text, which ends in `end` now, is just more of it. */
export function isMorePlainText(added: string, end: string) {
  return WORDS.test(added) && !SPACES.test(added) && !UNDECIDED.test(end)
}

function isPlain(text: string) {
  return !SPECIAL.test(text.replace(EMPHASIS, ""))
}
