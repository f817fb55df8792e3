/**
 * A piece of rendered HTML. `units` is how much of what can be told apart it is: characters, of which a reference is
 * one, and rules. Lines end in one place or another: they are none.
 */
export type HtmlPart = {
  kind: "start" | "end" | "content" | "space"
  html: string
  name: string
  units: number
}

const PART = /<(?<slash>\/?)(?<name>\w+)[^>]*>|&#?\w+;|\n|[^<&\n]+|&/g
const VOID = ["br", "hr"]
export const INLINE = ["a", "code", "del", "em", "span", "strong", "sup"]

/** Takes safe HTML. */
export function htmlParts(html: string): HtmlPart[] {
  const parts: HtmlPart[] = []
  let inCode = false

  for (const { 0: part, groups: { slash, name = "" } = {} } of html.matchAll(PART)) {
    if (name === "pre") inCode = slash === ""

    if (name && !VOID.includes(name)) {
      parts.push({ kind: slash ? "end" : "start", html: part, name, units: 0 })
    } else if (name === "br" || (part === "\n" && !inCode)) {
      parts.push({ kind: "space", html: part, name, units: 0 })
    } else if (!inCode && /^ +/.test(part) && startsBlock(parts.at(-1))) {
      // White space at the beginning of a block does not show.
      const [space] = /^ +/.exec(part) as RegExpExecArray
      parts.push({ kind: "space", html: space, name, units: 0 })
      const words = part.slice(space.length)
      if (words) parts.push({ kind: "content", html: words, name, units: words.length })
    } else {
      const units = name || part.startsWith("&") ? 1 : part.length
      parts.push({ kind: "content", html: part, name, units })
    }
  }
  return parts
}

function startsBlock(part: HtmlPart | undefined) {
  return part?.kind === "start" && !INLINE.includes(part.name)
}

export function unitsOf(parts: HtmlPart[]) {
  return parts.reduce((sum, { units }) => sum + units, 0)
}
