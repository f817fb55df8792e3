const TAG = /<(\/?)(\w+)[^>]*>/g
const VOID = ["br", "hr"]

/** `html` goes in at the end of the element that `path` leads to: tag names from the root, each its parent's last child. */
export type Growth = { path: string[]; html: string }

/**
 * The insertions, in order, that make `after` of `before` where elements still open at its end merely grew;
 * undefined where anything else changed. Both are well-formed HTML.
 */
export function markdownGrowth(before: string, after: string): Growth[] | undefined {
  const start = commonLength(before, after)
  const had = endings(before.slice(start))
  const has = endings(after.slice(start))

  if (had.length === has.length && had.every((ending, index) => isExtended(ending, has[index]))) {
    return had
      .map(({ path, html }, index) => ({ path, html: has[index]?.html.slice(html.length) ?? "" }))
      .filter(({ html }) => html !== "")
  } else {
    return undefined
  }
}

function commonLength(before: string, after: string) {
  let length = 0
  while (length < before.length && before[length] === after[length]) length += 1

  const tag = before.lastIndexOf("<", length - 1)
  const isInsideTag = length > 0 && tag > before.lastIndexOf(">", length - 1)
  return isInsideTag ? tag : length
}

// What stands at the end of each element that is open where the HTML begins, the innermost first.
function endings(html: string): Growth[] {
  const contents: string[] = []
  const names: string[] = []
  let depth = 0
  let start = 0

  for (const { 0: tag, 1: slash, 2: name = "", index } of html.matchAll(TAG)) {
    if (slash && depth === 0) {
      contents.push(html.slice(start, index))
      names.push(name)
      start = index + tag.length
    } else if (slash) {
      depth -= 1
    } else if (!VOID.includes(name)) {
      depth += 1
    }
  }

  return [...contents, html.slice(start)].map((content, index) => ({
    path: names.slice(index).reverse(),
    html: content,
  }))
}

function isExtended(had: Growth, has: Growth | undefined) {
  return had.html.trim() === "" && has?.path.join() === had.path.join() && has.html.startsWith(had.html)
}
