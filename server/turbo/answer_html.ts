import { Footnotes } from "../helpers/footnotes.ts"
import { markdown } from "../helpers/markdown.ts"
import { MarkdownLexer } from "../helpers/markdown_lexer.ts"
import { thoughtHtml } from "../helpers/thought_html.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"
import { HALF_TAG, splitThinking } from "../lib/thinking.ts"
import { OpenMarkdownLexer } from "./open_markdown_lexer.ts"

type Run = { status: string; finished: boolean }

/**
 * `id` is the message's on its page. An answer that is not whole is shown as it was while it grew: nothing in it
 * becomes something else. What the model thought first is folded.
 */
export function answerHtml(content: string, { status, finished }: Run, id = "") {
  const { thoughts, answer } = splitThinking(content, { isOver: finished })
  const isWhole = status === "completed"
  const html = thoughts.map(({ text, isClosed }, index) => {
    const shown = isClosed || finished ? text : text.replace(HALF_TAG, "")
    return partHtml(shown, isWhole || isClosed, finished, id && `${id}-t${index + 1}`)
  })

  return (
    html
      .filter((thought) => thought.trim() !== "")
      .map((thought) => thoughtHtml(thought))
      .join("") + partHtml(answer, isWhole, finished, id)
  )
}

function partHtml(content: string, isWhole: boolean, isOver: boolean, id = "") {
  if (isWhole) {
    return markdown(content, new MarkdownLexer({ footnotes: new Footnotes({ id }) }))
  } else {
    const footnotes = new Footnotes({ id, isOpen: true, isListed: isOver })
    return markdown(withoutHalf(content), new OpenMarkdownLexer({ footnotes }, { isCut: isOver }))
  }
}

function withoutHalf(content: string) {
  return endsInHalfACharacter(content) || content.endsWith("\r") ? content.slice(0, -1) : content
}
