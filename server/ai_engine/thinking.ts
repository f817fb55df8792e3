/** Some models write down what they think before they answer, and their servers leave it in the text. */
const THOUGHT = /\s*<(think|thinking|thought)>(?:[\s\S]*?<\/\1>|[\s\S]*)/iy
/** Templates that open the thought themselves leave only its end to be seen, on a line of its own. */
const CLOSING_LINE = /^[ \t]*<\/think(?:ing)?>[ \t]*$/im
const VISIBLE = /[^\s\p{Cf}\p{Cc}]/u

/** What was said, without the thoughts before it. One that was not closed is all there is. */
export function withoutThinking(content: string): string {
  const end = Math.max(endOfThoughts(content), endOfUnopenedThought(content))
  return end === 0 ? content : content.slice(end).trim()
}

/** True where there is nothing to read: no words, or nothing but thoughts. */
export function isWithoutWords(content: string): boolean {
  return !VISIBLE.test(withoutThinking(content))
}

function endOfThoughts(content: string): number {
  let end = 0

  do {
    THOUGHT.lastIndex = end
    end = THOUGHT.test(content) ? THOUGHT.lastIndex : end
  } while (THOUGHT.lastIndex > 0)
  return end
}

function endOfUnopenedThought(content: string): number {
  const closing = CLOSING_LINE.exec(content)
  const isOpened = closing === null || /<think/i.test(content.slice(0, closing.index))
  return isOpened ? 0 : closing.index + closing[0].length
}
