import sanitizeHtml from "sanitize-html"
import { ALLOWED_NAMES, isAllowedTag } from "./allowed_html.ts"
import { attribute } from "./attribute.ts"
import { isRenderedHtml } from "./rendered_html.ts"

type Attributes = Record<string, string>

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ALLOWED_NAMES,
  allowedAttributes: false,
  transformTags: {
    "*": (tagName, attribs) => ({ tagName, attribs: isAllowed(tagName, attribs) ? attribs : {} }),
  },
  exclusiveFilter: ({ tag, attribs }) =>
    ALLOWED_NAMES.includes(tag) && !isAllowed(tag, attribs) ? "excludeTag" : false,
  disallowedTagsMode: "escape",
}

/** The second net under Markdown: only what its renderer makes comes through, all else is shown as text. */
export function safeHtml(html: string) {
  return isRenderedHtml(html) ? html : sanitizedHtml(html)
}

/** Tags that are not allowed are shown as text; those that would be without their attributes go without them. */
export function sanitizedHtml(html: string) {
  return sanitizeHtml(html, OPTIONS).replace(/<([bh]r) \/>/g, "<$1>")
}

function isAllowed(name: string, attributes: Attributes) {
  return isAllowedTag(
    name +
      Object.entries(attributes)
        .map(([key, value]) => attribute(key, value))
        .join(""),
  )
}
