import type { Token } from "marked"

/** The block in which blocks end, however deep in lists and quotes. */
export function lastLeaf(blocks: Token[] = []): Token | undefined {
  const last = blocks.findLast(({ type }) => type !== "space")

  if (last?.type === "list") {
    return lastLeaf(last.items.at(-1)?.tokens)
  } else if (last?.type === "blockquote") {
    return lastLeaf(last.tokens)
  } else {
    return last
  }
}
