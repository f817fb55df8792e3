/** Some models write down what they think before they answer, and their servers leave it in the text. */
const THOUGHT = /^\s*<(think|thinking|thought)>/i
/** Templates that open the thought themselves leave only its end to be seen. */
const CLOSING_LINE = /^[ \t]*<\/think(?:ing)?>[ \t]*$/im
const INVISIBLE = /[\s\p{Cf}\p{Cc}]/gu

/** What was said, without the thoughts before it. One that was not closed is all there is. */
export function withoutThinking(content: string): string {
  let said = content

  for (let thought = THOUGHT.exec(said); thought; thought = THOUGHT.exec(said)) {
    said = after(`</${thought[1]}>`, said)
  }
  const closing = said === content ? CLOSING_LINE.exec(said) : null
  return said === content && !closing
    ? content
    : said.slice(closing ? closing.index + closing[0].length : 0).trim()
}

/** True where there is nothing to read: no words, or nothing but thoughts. */
export function isWithoutWords(content: string): boolean {
  return withoutThinking(content).replace(INVISIBLE, "") === ""
}

function after(closing: string, text: string) {
  const end = text.toLowerCase().indexOf(closing.toLowerCase())
  return end === -1 ? "" : text.slice(end + closing.length)
}
