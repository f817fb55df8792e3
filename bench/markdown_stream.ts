import { markdown } from "../server/helpers/markdown.ts"
import { MarkdownStream } from "../server/turbo/markdown_stream.ts"

const PARAGRAPH = "Once upon a time, in a *small* village by the sea, there lived a **clockmaker**.\n\n"
const ITEM = "- an item with `code` and [a link](https://example.com)\n"
const TOKEN_LENGTH = 4

/** What a story costs to stream, token by token: beside its final HTML, and beside sending the whole each time. */
export function benchMarkdownStream() {
  console.table(
    Object.fromEntries(
      [
        ["500 tokens of prose", PARAGRAPH.repeat(24)],
        ["5,000 tokens of prose", PARAGRAPH.repeat(240)],
        ["1,000 tokens in one list", ITEM.repeat(72)],
      ].map(([name = "", source = ""]) => [name, streamed(source)]),
    ),
  )
}

function streamed(source: string) {
  const stream = new MarkdownStream("message_1_content")
  const start = performance.now()
  let frames = 0
  let sent = 0
  let wholes = 0

  for (let end = TOKEN_LENGTH; end < source.length + TOKEN_LENGTH; end += TOKEN_LENGTH) {
    const html = stream.push(source.slice(0, end)).join("")
    frames += html ? 1 : 0
    sent += html.length
    wholes += stream.snapshot().length
  }

  const final = markdown(source).length
  return {
    "final HTML": final,
    frames,
    sent,
    "sent / final": Number((sent / final).toFixed(1)),
    "wholes / sent": Number((wholes / sent).toFixed(1)),
    "ms / token": Number(((performance.now() - start) / (source.length / TOKEN_LENGTH)).toFixed(2)),
  }
}
