import { UnopenedThought } from "./unopened_thought.ts"

/** What a model wrote down before its answer, in the text: `<think>…</think>`, once or more. */
export type Thought = { text: string; isClosed: boolean }

/** What may become the tag that closes a thought. */
export const HALF_TAG = /<[/a-z]*$/i

/** What stands behind so many is the answer. */
const MOST = 20
const TAGS = ["<think>", "<thinking>", "<thought>"]
const OPENING = new RegExp(`^\\s*<(${TAGS.map((tag) => tag.slice(1, -1)).join("|")})>`, "i")

/**
 * Only what stands at the beginning of an answer is a thought. One that is never closed is all that follows. Where it
 * is not over, a last line that may close a thought is left out.
 */
export function splitThinking(content: string, { isOver = true } = {}) {
  const unopened = openedThought(content, 0)
    ? { shown: content, behind: undefined }
    : unopenedThought(content, isOver)
  const thoughts: Thought[] = []
  let answer = unopened.behind ?? unopened.shown
  if (unopened.behind !== undefined) thoughts.push({ text: unopened.shown, isClosed: true })

  for (
    let opening = openedThought(answer, thoughts.length);
    opening;
    opening = openedThought(answer, thoughts.length)
  ) {
    const rest = answer.slice(opening.length)
    const closing = opening.closing.exec(rest)
    thoughts.push({ text: rest.slice(0, closing?.index).trimStart(), isClosed: closing !== null })
    answer = closing ? rest.slice(closing.index + closing[0].length) : ""
  }
  return { thoughts, answer }
}

/** How long the tag at the beginning is, and what closes it. */
export function openedThought(content: string, thoughtsBefore: number) {
  const [tag, name] = OPENING.exec(content) ?? []
  return tag && thoughtsBefore < MOST
    ? { length: tag.length, closing: new RegExp(`</${name}>`, "i") }
    : undefined
}

export function mayOpenThought(content: string) {
  const beginning = content.trimStart().toLowerCase()
  return TAGS.some((tag) => tag.startsWith(beginning))
}

function unopenedThought(content: string, isOver: boolean) {
  const thought = new UnopenedThought()
  const { shown, behind } = thought.push(content)

  if (behind !== undefined || !isOver) {
    return { shown, behind }
  } else {
    const end = thought.end()
    return { shown: shown + end.shown, behind: end.behind }
  }
}
