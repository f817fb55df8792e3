import type { Parser } from "marked"
import type { Footnote, FootnoteReference } from "./footnotes.ts"

export function footnoteReferenceHtml({ number, id, href }: FootnoteReference) {
  return id && href ? `<sup><a id="${id}" href="${href}">${number}</a></sup>` : `<sup>${number}</sup>`
}

export function footnotesHtml(notes: Footnote[], parser: Parser<string, string>) {
  const items = notes.map(({ id, number, tokens, references }) => {
    const html = withEnd(parser.parse(tokens), references.map(backHtml).join(" "))
    return `<li id="${id}" value="${number}">${html}</li>\n`
  })
  return items.length > 0
    ? `<section class="footnotes" aria-label="Footnotes"><ol>\n${items.join("")}</ol></section>\n`
    : ""
}

function backHtml(reference: string, index: number) {
  return `<a href="#${reference}" aria-label="Back to the text">↩${index > 0 ? index + 1 : ""}</a>`
}

function withEnd(html: string, end: string) {
  const paragraph = html.endsWith("</p>\n") ? "</p>\n" : ""
  return end === "" ? html : `${html.slice(0, html.length - paragraph.length)} ${end}${paragraph}`
}
