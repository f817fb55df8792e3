import { Footnotes } from "../../../server/helpers/footnotes.ts"
import { blockHtml, cleanText, notesHtml } from "../../../server/helpers/markdown.ts"
import { MarkdownLexer } from "../../../server/helpers/markdown_lexer.ts"
import { AppendOnlyMarkdown } from "../../../server/markdown/append_only_markdown.ts"

/** All that was written of a text that came in random pieces, and what was there after each of them. */
export function grown(source: string, random: () => number, longest: number) {
  const markdown = new AppendOnlyMarkdown()
  const states: string[] = []
  let html = ""

  for (let start = 0; start < source.length; ) {
    const end = start + 1 + Math.floor(random() * longest)
    html += markdown.push(source.slice(start, end))
    states.push(html + markdown.closing)
    start = end
  }
  return { html: html + markdown.end(), states }
}

/** The canonical HTML where each block knows only the links that were defined above it. */
export function withEarlyLinks(source: string) {
  const text = cleanText(source)
  const lexer = new MarkdownLexer()
  let end = 0
  let html = ""

  for (const [index, { raw }] of lexer.lex(text).entries()) {
    end += raw.length
    const early = new MarkdownLexer({ footnotes: new Footnotes({ isExpected: true }) })
    html += early
      .lex(text.slice(0, end))
      .slice(index)
      .map((block) => blockHtml(block))
      .join("")
  }
  return html + notesHtml(lexer.footnotes)
}
