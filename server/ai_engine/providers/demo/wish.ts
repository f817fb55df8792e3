import { plainText } from "./plain_text.ts"

export type Wish = {
  /** The user's words, safe to quote. */
  words: string
  /** Whom the story is to be about: "a dragon who is afraid of fire". */
  hero?: string | undefined
  /** What it is to be about, where that can't well be somebody: "the sea", "friendship". */
  theme?: string | undefined
  /** What the hero is to be called. */
  name?: string | undefined
}

const ABOUT =
  /\b(?:about|featuring|starring|involving|(?:story|tale|poem|song|fable) (?:of|on|with|for)) ([^.?!;:()"“”]+)/i
const NAMED = /,? (?:named|called) (\p{Lu}[\p{L}'’-]{1,20})/u
const SOMEBODY =
  /^an? (?!.*\b(?:day|night|morning|evening|week|year|time|trip|journey|voyage|adventure|war|battle|world|place|town|city|village|house|storm|party|wedding|holiday|game|dream|love|secret|lesson|story|thing)\b)/i
const SIMPLE = /^[\p{L}\p{M}\p{N} ,'’-]{2,80}$/u

/** What of the user's words a story can be made of. Where there is nothing of the kind, they are only quoted. */
export function wishIn(words: string, storyteller: string): Wish {
  const line = words.slice(0, 400).replace(/\s+/g, " ").trim()
  const name = NAMED.exec(line)?.[1]
  const subject = fromHere(ABOUT.exec(line.replace(NAMED, ""))?.[1] ?? "", storyteller)
  const wish = { words: plainText(words), name }

  if (!SIMPLE.test(subject)) {
    return wish
  } else {
    return SOMEBODY.test(subject) ? { ...wish, hero: uncapitalized(subject) } : { ...wish, theme: subject }
  }
}

/** As the storyteller would say it: "my cat" is "your cat". */
function fromHere(subject: string, storyteller: string) {
  return subject
    .replace(/,? *(?:please|thanks|thank you)\b.*$/i, "")
    .replace(/\b(?:yourself|you)\b/gi, storyteller)
    .replace(/\bmy\b/gi, "your")
    .replace(/\b(?:me|myself)\b/gi, "you")
    .trim()
}

function uncapitalized(text: string) {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
