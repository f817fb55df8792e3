/** A piece of rendered HTML: `content` is what can be told apart wherever its lines end, characters and rules. */
export type HtmlPart = { kind: "start" | "end" | "content" | "space"; html: string; name: string }

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
      parts.push({ kind: slash ? "end" : "start", html: part, name })
    } else if (name === "br" || (part === "\n" && !inCode)) {
      parts.push({ kind: "space", html: part, name })
    } else if (!inCode && /^ +/.test(part) && startsBlock(parts.at(-1))) {
      // White space at the beginning of a block does not show.
      const [space] = /^ +/.exec(part) as RegExpExecArray
      parts.push({ kind: "space", html: space, name })
      const words = part.slice(space.length)
      if (words) parts.push({ kind: "content", html: words, name })
    } else {
      parts.push({ kind: "content", html: part, name })
    }
  }
  return parts
}

function startsBlock(part: HtmlPart | undefined) {
  return part?.kind === "start" && !INLINE.includes(part.name)
}

export function contentOf(parts: HtmlPart[]) {
  return parts.map(({ kind, html }) => (kind === "content" ? html : "")).join("")
}
