const LONGEST = 120

/** Somebody's words for use inside a line of Markdown: one line, not too long, and nothing in them is syntax. */
export function plainText(words: string) {
  return shortened(words.replace(/[\s\p{Cc}]+/gu, " ").trim()).replace(
    /[\\`*_[\]<>|~&:@$#]|(?<=\bwww)\./gi,
    "\\$&",
  )
}

function shortened(line: string) {
  const characters = Array.from(line.slice(0, 2 * LONGEST))
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("").trimEnd()}…` : line
}
