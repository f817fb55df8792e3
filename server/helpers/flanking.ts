/** Letters and punctuation of scripts that put no spaces between words, or, as Korean, between a word and its particle. */
export const UNSPACED = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Yiii}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\u3001-\u303F\u30A0-\u30FF\uFE10-\uFE1F\uFE30-\uFE6F\uFF01-\uFFEE]`

const SPACE = /\s/
const PUNCTUATION = new RegExp(`[[\\p{P}\\p{S}]--${UNSPACED}]`, "v")
const OUTSIDE = new RegExp(`[\\s\\p{P}\\p{S}${UNSPACED}]`, "v")
const SUFFIX = /^\.(?=[\w*{])(?![\w.-]{0,50}\w\*(?!\w))/

/**
 * CommonMark's rule for what emphasis may begin or end at, with the amendment for Chinese, Japanese and Korean: next
 * to their letters and punctuation no space is needed.
 */
export function flanks(inner: string, outer: string) {
  return !SPACE.test(inner) && (!PUNCTUATION.test(inner) || OUTSIDE.test(outer))
}

/** Whether stars stand for themselves, between what is before and behind them: "2*3", "2**10", "*.js". */
export function isLiteral(stars: string, before: string, behind: string) {
  if (stars === "*") {
    return (
      SUFFIX.test(behind) ||
      (/\d/.test(before) && /^\w/.test(behind)) ||
      (/\w/.test(before) && /^\d/.test(behind))
    )
  } else {
    return stars === "**" && /\d/.test(before) && /^\d/.test(behind)
  }
}
