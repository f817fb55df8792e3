import sanitizeHtml from "sanitize-html"
import { isRenderedHtml } from "./rendered_html.ts"

const BLOCKS = ["p", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "hr", "div"]
const TABLES = ["table", "thead", "tbody", "tr", "th", "td"]
const INLINES = ["strong", "em", "del", "code", "a", "br", "span"]
const ALIGNED = { name: "align", values: ["left", "center", "right"] }
const FOCUSABLE = { name: "tabindex", values: ["0"] }
const COPYABLE = { name: "data-controller", values: ["copy"] }

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [...BLOCKS, ...TABLES, ...INLINES],
  allowedAttributes: {
    a: ["href", "title", "rel", "target"],
    ol: ["start"],
    th: [ALIGNED],
    td: [ALIGNED],
    pre: [FOCUSABLE],
    div: [FOCUSABLE, COPYABLE],
  },
  allowedClasses: { code: ["language-*", "hljs"], div: ["table", "code"], span: ["hljs-*"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  disallowedTagsMode: "escape",
}

/** The second net under Markdown: only what its renderer makes comes through, all else is shown as text. */
export function safeHtml(html: string) {
  return isRenderedHtml(html) ? html : sanitizeHtml(html, ALLOWED)
}
