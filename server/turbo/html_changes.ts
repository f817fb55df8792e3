import { commonLength } from "./common_length.ts"
import { contentsToEnd, openTags } from "./open_tags.ts"

/**
 * In the element that many levels deep (the root is 1), `html` is added at the end; or it stands in the place of the
 * element, which begins at `from` in both.
 */
export type HtmlChange = { depth: number; html: string; from?: number }

/**
 * What makes `after` of `before`, both one element: the innermost element that holds all that changed is replaced,
 * if anything did more than grow; then what grew is added, the innermost first.
 */
export function htmlChanges(before: string, after: string): HtmlChange[] {
  const start = commonStart(before, after)
  const levels = levelsAt(start, before, after)
  const changed = levels.findLastIndex(
    ({ had, has }) => had.html.trim() !== "" || !has.html.startsWith(had.html),
  )

  if (before === after) {
    return []
  } else if (levels.length === 0) {
    return [{ depth: 1, html: after.trimEnd(), from: 0 }]
  } else {
    const replaced = levels.slice(Math.max(changed, 0), changed + 1)
    const grown = levels.slice(changed + 1).filter(({ had, has }) => had.html !== has.html)

    return [
      ...replaced.map(({ depth, from, has }) => ({ depth, html: after.slice(from, start + has.end), from })),
      ...grown.map(({ depth, had, has }) => ({ depth, html: has.html.slice(had.html.length) })),
    ]
  }
}

// The same up to there, and not in the middle of a tag.
function commonStart(before: string, after: string) {
  const length = commonLength(before, after)
  const tag = before.lastIndexOf("<", length - 1)
  const isInsideTag = length > 0 && tag > before.lastIndexOf(">", length - 1)
  return isInsideTag ? tag : length
}

// The elements that are open there, the innermost first, and what follows in each of them.
function levelsAt(start: number, before: string, after: string) {
  const tags = openTags(before.slice(0, start))
  const had = contentsToEnd(before.slice(start))
  const has = contentsToEnd(after.slice(start))

  return tags.reverse().flatMap(({ at }, index) => {
    const [then, now] = [had[index], has[index]]
    return then && now ? { depth: tags.length - index, from: at, had: then, has: now } : []
  })
}
