import type { Token } from "marked"
import { openIndex } from "./open_index.ts"

/** Where the blocks begin that may still change: what stands right below the definition of a link may become its title. */
export function openBlock(blocks: Token[]) {
  const open = openIndex(blocks)
  const other = blocks.findLastIndex(({ type }, index) => index < open && type !== "def")
  return blocks[open]?.type === "paragraph" ? other + 1 : open
}
