import { Lexer } from "marked"
import { UNSPACED } from "./flanking.ts"
import { MATH, MATH_START } from "./math.ts"

const STANDARD = Lexer.rules.inline.breaks
const WWW_BEFORE = "(?<![^\\s*_~(])www"
const WWW_BEFORE_OR_UNSPACED =
  "(?<![^\\s*_~(\\u3001-\\u30FF\\u3400-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF\\uFE30-\\uFE6F\\uFF01-\\uFFEE])www"

const ORPHAN_IN_STRONG = "^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)"
const PUNCTUATION = `[[\\p{P}\\p{S}]--${UNSPACED}]`
const SPACED = `[[^\\s\\p{P}\\p{S}]--${UNSPACED}]`

/**
 * marked's rules for inline Markdown, in which emphasis may begin and end next to letters and punctuation of scripts
 * without spaces (`flanks` says the same of one marker).
 */
export const INLINE_RULES = {
  ...STANDARD,
  punctuation: new RegExp(`^(?![*_])[\\s\\p{P}\\p{S}${UNSPACED}]`, "v"),
  emStrongLDelim: withPunctuation(STANDARD.emStrongLDelim, `[${PUNCTUATION}--~]`),
  emStrongRDelimAst: closingRun("[*]", "+", {
    first: [ORPHAN_IN_STRONG],
    punctuation: `[${PUNCTUATION}--[*~]]`,
    spaced: `[${SPACED}~]`,
  }),
  delLDelim: withPunctuation(STANDARD.delLDelim, `[${PUNCTUATION}--~]`),
  delRDelim: closingRun("~", "{1,2}", { first: [], punctuation: `[${PUNCTUATION}--~]`, spaced: SPACED }),
  text: new RegExp(
    STANDARD.text.source
      .replace(WWW_BEFORE, WWW_BEFORE_OR_UNSPACED)
      .replace("(?=[\\\\<!\\[`*~_]|", () => `(?=[\\\\<!\\[\`*~_]|${MATH_START}|`),
  ),
  anyPunctuationOutsideCode: new RegExp(
    STANDARD.anyPunctuationOutsideCode.source.replace(
      "\\\\([\\p{P}\\p{S}])",
      () => `(${MATH.source}|\\\\[\\p{P}\\p{S}])`,
    ),
    "gu",
  ),
}

function withPunctuation({ source }: RegExp, punctuation: string) {
  return new RegExp(source.replaceAll("(?!~)[\\p{P}\\p{S}]", punctuation), "v")
}

type Around = { first: string[]; punctuation: string; spaced: string }

/** The six kinds of runs that marked tells apart by number: right only (1, 2), left only (3, 4), both (5, 6). */
function closingRun(marker: string, times: string, { first, punctuation, spaced }: Around) {
  const run = `${marker}${times}`
  const end = `(?!${marker})`
  const other = `[${spaced}${UNSPACED}]`

  return new RegExp(
    [
      ...first,
      `[^${marker}]+(?=[^${marker}])`,
      `${punctuation}(${run})(?=\\s|$)`,
      `(?:${spaced}(?=${run}${end}(?:\\s|$|${punctuation}))|${UNSPACED}(?=${run}(?:\\s|$)))(${run})`,
      `(?:${punctuation}(?=${run}${spaced})|\\s(?=${run}${other}))(${run})`,
      `\\s(${run})${end}(?=${punctuation})`,
      `${punctuation}(${run})${end}(?=${punctuation})`,
      `(?:${other}(?=${run}${other})|${punctuation}(?=${run}${UNSPACED})|${UNSPACED}(?=${run}${end}${punctuation}))(${run})`,
    ].join("|"),
    "gv",
  )
}
