import type { Token } from "marked"

/** Which block of a text that grows is the first that may still change, where the blocks are those that show by now. */
export function openBlock(blocks: Token[]) {
  const last = blocks.findLastIndex(isShown)
  const below = blocks.slice(Math.max(last, 0)).map(({ raw }) => raw)
  // A block is surely closed when the first line of another stands below it.
  const isClosed = below.join("").trimStart().includes("\n")
  const open = isClosed ? last : blocks.findLastIndex((block, index) => index < last && isShown(block))
  return withDefinitions(blocks, Math.max(open, 0))
}

// What stands right below the definition of a link may become its title.
function withDefinitions(blocks: Token[], open: number) {
  const other = blocks.findLastIndex(({ type }, index) => index < open && type !== "def")
  return blocks[open]?.type === "paragraph" ? other + 1 : open
}

function isShown({ type }: Token) {
  return type !== "space"
}
