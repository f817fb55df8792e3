const TAG = /<(\/?)(\w+)[^>]*>/g
const VOID = ["br", "hr"]

/** The elements that are open where the HTML ends, the outermost first, and where each begins. */
export function openTags(html: string) {
  const open: { name: string; at: number }[] = []

  for (const { 1: slash, 2: name = "", index: at } of html.matchAll(TAG)) {
    if (slash) {
      open.pop()
    } else if (!VOID.includes(name)) {
      open.push({ name, at })
    }
  }

  return open
}

/** What stands at the end of each element that is open where the HTML begins, the innermost first; `end` is behind it. */
export function contentsToEnd(html: string) {
  const contents: { html: string; end: number }[] = []
  let depth = 0
  let start = 0

  for (const { 0: tag, 1: slash, 2: name = "", index } of html.matchAll(TAG)) {
    const end = index + tag.length

    if (slash && depth === 0) {
      contents.push({ html: html.slice(start, index), end })
      start = end
    } else if (slash) {
      depth -= 1
    } else if (!VOID.includes(name)) {
      depth += 1
    }
  }

  return contents
}
