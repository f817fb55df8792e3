import { markdown } from "../helpers/markdown.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"
import { OpenMarkdownLexer } from "./open_markdown_lexer.ts"

type Answer = { content: string }
type Run = { status: string; finished: boolean }

/** An answer that is not whole is shown as it was while it grew: nothing in it becomes something else. */
export function answerHtml({ content }: Answer, { status, finished }: Run) {
  if (status === "completed") {
    return markdown(content)
  } else {
    const whole = endsInHalfACharacter(content) || content.endsWith("\r") ? content.slice(0, -1) : content
    return markdown(whole, new OpenMarkdownLexer({}, { isCut: finished }))
  }
}
