import type { Token, Tokens } from "marked"
import { plainCode } from "../helpers/highlighted_code.ts"

/** Code shows without colours: until all of it is there, each character could change those before it. */
export function leavePlain(blocks: Token[]) {
  for (const block of blocks) {
    if (block.type === "code" && !block.escaped) {
      block.text = plainCode(block.text.replace(/\n$/, ""))
      block.escaped = true
    } else if (block.type === "list") {
      for (const item of (block as Tokens.List).items) leavePlain(item.tokens)
    } else if (block.type === "blockquote" || block.type === "footnote_definition") {
      leavePlain(block.tokens ?? [])
    }
  }
}
