/** Characters of a sentence that people are shown, all in all. */
export const LONGEST_SENTENCE = 300

const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu
/** Up to the last place that can't be in the middle of a key: half a key would be shown for what it is not. */
const UP_TO_A_GAP = /^.*[^\x21-\x7e](?=.)/su

/** What a server says, on one line of at most `length` characters. Empty where it is not made of words. */
export function oneSentence(text: string, length = LONGEST_SENTENCE): string {
  const line = text.toWellFormed().replace(UNSEEN, " ").replace(/\s+/g, " ").trim()
  if (line.length <= length) return line

  const beginning = line.slice(0, length - 1)
  const [sentences = ""] = /^.*[.!?](?= )/s.exec(beginning) ?? []
  const [words = ""] = UP_TO_A_GAP.exec(beginning) ?? []

  if (sentences.length > length / 2) {
    return sentences
  } else {
    return words && `${words.trimEnd()}…`
  }
}
