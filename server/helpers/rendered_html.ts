import { isAllowedTag } from "./allowed_html.ts"

const WHOLE = /^[^<>]*(?:<[^<>]+>[^<>]*)*$/
const TAG = /<([^<>]+)>/g
const VOID = ["br", "hr"]

/**
 * Whether it holds only tags as the Markdown's renderer writes them, each closed where it should be. Then there is
 * nothing to sanitise, and looking costs a tenth of that.
 */
export function isRenderedHtml(html: string) {
  return WHOLE.test(html) && tagsFit(html)
}

function tagsFit(html: string) {
  const open: string[] = []

  for (const [, tag = ""] of html.matchAll(TAG)) {
    const fits = tag.startsWith("/") ? open.pop() === tag.slice(1) : isAllowedTag(tag)
    if (!fits) return false
    if (!tag.startsWith("/") && !VOID.includes(tag)) open.push(tag.split(" ", 1)[0] as string)
  }
  return open.length === 0
}
