import type { Token } from "marked"

/** Where the blocks that are open begin. One is surely closed when the first line of another stands below it. */
export function openIndex(tokens: Token[]) {
  const last = tokens.findLastIndex(({ type }) => type !== "space")
  const below = tokens.slice(Math.max(last, 0)).map(({ raw }) => raw)
  const isClosed = below.join("").trimStart().includes("\n")
  const open = isClosed ? last : tokens.findLastIndex(({ type }, index) => index < last && type !== "space")
  return Math.max(open, 0)
}
