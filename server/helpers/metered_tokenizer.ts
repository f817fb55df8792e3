import type { Links, Tokens } from "marked"
import { BlockTokenizer } from "./blocks/block_tokenizer.ts"
import { effort } from "./metered_rules.ts"

/** What may be the beginning of an address of mail. */
const WORD = /^[\w.!#$%&'*+/=?`{|}~-]*/

/** Counts what is looked at for inline Markdown. */
export class MeteredTokenizer extends BlockTokenizer {
  override link(source: string): Tokens.Link | Tokens.Image | undefined {
    return this.#spending(source, () => super.link(source))
  }

  override reflink(source: string, links: Links) {
    return this.#spending(source, () => super.reflink(source, links))
  }

  override emStrong(source: string, masked: string, previous?: string) {
    if (/^[*_]/.test(source)) effort.spend(runAround(masked, masked.length - source.length))
    return super.emStrong(source, masked, previous)
  }

  override inlineText(source: string) {
    effort.spend(WORD.exec(source)?.[0].length ?? 0)
    return super.inlineText(source)
  }

  // What may be a link's label is looked at first, and all that follows where an address may follow it.
  #spending<Token extends Tokens.Generic | undefined>(source: string, read: () => Token) {
    const label = /^!?\[/.test(source) ? labelLength(source) : 0
    effort.spend(label)

    const token = label > 0 ? read() : undefined
    if (label > 0 && source[label] === "(") effort.spend(token?.raw.length ?? source.length - label)
    return token
  }
}

/** Up to where its brackets close. */
function labelLength(source: string) {
  let depth = 0

  for (let at = 0; at < source.length; at += 1) {
    const character = source[at]
    if (character === "\\") at += 1
    else if (character === "[") depth += 1
    else if (character === "]" && --depth === 0) return at + 1
  }
  return source.length
}

function runAround(text: string, at: number) {
  let [start, end] = [at, at]
  while (text[start - 1] === text[at]) start -= 1
  while (text[end] === text[at]) end += 1
  return end - start
}
