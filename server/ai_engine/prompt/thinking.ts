import { splitThinking } from "../../lib/thinking.ts"

const VISIBLE = /[^\s\p{Cf}\p{Cc}]/u

/** What was said, without the thoughts before it. One that was not closed is all there is. */
export function withoutThinking(content: string): string {
  const { thoughts, answer } = splitThinking(content)
  return thoughts.length === 0 ? content : answer.trim()
}

/** True where there is nothing to read: no words, or nothing but thoughts. */
export function isWithoutWords(content: string): boolean {
  return !VISIBLE.test(withoutThinking(content))
}
