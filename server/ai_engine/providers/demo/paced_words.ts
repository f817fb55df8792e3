import { randomInt } from "node:crypto"

/** The text word by word, each with the time that somebody who tells it would take before the next. */
export function* pacedWords(text: string) {
  for (const word of text.match(/\s*\S+|\s+$/g) ?? []) {
    yield { word, milliseconds: randomInt(20, 34) + breath(word) }
  }
}

function breath(word: string) {
  if (/[.!?…]["”’*_]*$/.test(word)) {
    return 80
  } else {
    return /[,;:—]["”’*_]*$/.test(word) ? 25 : 0
  }
}
