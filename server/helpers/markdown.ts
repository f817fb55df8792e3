import { Parser, type Token } from "marked"
import { withoutNul } from "../lib/without_nul.ts"
import type { FootnoteReference, Footnotes } from "./footnotes.ts"
import { footnoteReferenceHtml, footnotesHtml } from "./footnotes_html.ts"
import { CodeColours } from "./highlighted_code.ts"
import { MarkdownLexer } from "./markdown_lexer.ts"
import { MarkdownRenderer } from "./markdown_renderer.ts"
import { safeHtml } from "./safe_html.ts"

const renderer = new MarkdownRenderer()
const parser = new Parser<string, string>({
  renderer,
  extensions: {
    renderers: {
      footnote_reference: (token) => footnoteReferenceHtml(token as unknown as FootnoteReference),
      footnote_definition: () => "",
    },
    childTokens: {},
  },
})

/** Safe HTML: raw HTML in the source is shown as text, and what is made passes an allow-list. */
export function markdown(source: string, lexer = new MarkdownLexer()) {
  renderer.beginText(new CodeColours())
  const html = parser.parse(lexer.lex(cleanText(source)))
  return safeHtml(html + notesHtml(lexer.footnotes))
}

/** What stands below a text that refers to them; not yet safe. */
export function notesHtml(footnotes: Footnotes) {
  return footnotesHtml(footnotes.list, parser)
}

/**
 * One top-level token of `markdown`, not yet safe; blank lines and definitions of links have none: "". `colours` are
 * left from the code before it.
 */
export function blockHtml(token: Token, colours = new CodeColours()) {
  renderer.beginText(colours)
  return parser.parse([token])
}

/** Text as HTML can carry it, with one kind of line end. */
export function cleanText(source: string) {
  return withoutNul(source.replace(/\r\n?/g, "\n")).toWellFormed()
}
