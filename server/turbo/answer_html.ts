import { Footnotes } from "../helpers/footnotes.ts"
import { markdown } from "../helpers/markdown.ts"
import { MarkdownLexer } from "../helpers/markdown_lexer.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"
import { OpenMarkdownLexer } from "./open_markdown_lexer.ts"

type Run = { status: string; finished: boolean }

/** `id` is the message's on its page. An answer that is not whole is shown as it was while it grew: nothing in it becomes something else. */
export function answerHtml(content: string, { status, finished }: Run, id = "") {
  if (status === "completed") {
    return markdown(content, new MarkdownLexer({ footnotes: new Footnotes({ id }) }))
  } else {
    const whole = endsInHalfACharacter(content) || content.endsWith("\r") ? content.slice(0, -1) : content
    const footnotes = new Footnotes({ id, isOpen: true, isListed: finished })
    return markdown(whole, new OpenMarkdownLexer({ footnotes }, { isCut: finished }))
  }
}
