/** What a model wrote down before its answer, in the text: `<think>…</think>`, once or more. */
type Thought = { text: string; isClosed: boolean }

/** What may become the tag that closes a thought. */
export const HALF_TAG = /<[/a-z]*$/i

/** What stands behind so many is the answer. */
const MOST = 20
const TAGS = ["<think>", "<thinking>", "<thought>"]
const OPENING = new RegExp(`^\\s*(?:${TAGS.join("|")})`, "i")

/** Only what stands at the beginning of an answer is a thought. One that is never closed is all that follows. */
export function splitThinking(content: string) {
  const thoughts: Thought[] = []
  let answer = content

  for (let opening = openedThought(answer, 0); opening; opening = openedThought(answer, thoughts.length)) {
    const rest = answer.slice(opening.length)
    const end = rest.toLowerCase().indexOf(opening.closing)
    const isClosed = end !== -1
    thoughts.push({ text: isClosed ? rest.slice(0, end) : rest, isClosed })
    answer = isClosed ? rest.slice(end + opening.closing.length) : ""
  }
  return { thoughts, answer }
}

/** How long the tag at the beginning is, and what closes it. */
export function openedThought(content: string, thoughtsBefore: number) {
  const [tag] = OPENING.exec(content) ?? []
  return tag && thoughtsBefore < MOST
    ? { length: tag.length, closing: tag.trim().toLowerCase().replace("<", "</") }
    : undefined
}

export function mayOpenThought(content: string) {
  const beginning = content.trimStart().toLowerCase()
  return TAGS.some((tag) => tag.startsWith(beginning))
}

/** Folded, until its reader opens it. */
export function thoughtHtml(html: string, id = "") {
  const attribute = id && ` id="${id}"`
  return `<details class="thinking"><summary>Thinking</summary><div${attribute} class="thinking__text">${html}</div></details>\n`
}
