import type { Token, Tokens } from "marked"

/** Of the heading that names a message's author, in `views/messages/_message.ejs`. */
const AUTHOR = 2
const DEEPEST = 6

/** A heading's level on the page, where `depth` is the one it was written with. */
export type Heading = Tokens.Heading & { level?: number }

/**
 * The levels of a message's headings on the page: the first follows the author's, none is higher than the first, and
 * none is more than one below the heading over it. Known as soon as a heading appears.
 */
export class Outline {
  #first: number | undefined
  #above: number[] = []

  copy() {
    const outline = new Outline()
    outline.#first = this.#first
    outline.#above = [...this.#above]
    return outline
  }

  add(tokens: Token[]) {
    for (const heading of headingsIn(tokens)) heading.level = this.#levelOf(heading.depth)
  }

  #levelOf(written: number) {
    this.#first ??= written
    const depth = Math.max(written, this.#first)

    this.#above = [...this.#above.filter((other) => other < depth), depth]
    return Math.min(AUTHOR + this.#above.length, DEEPEST)
  }
}

/** In order, also those in quotes and lists. */
export function headingsIn(tokens: Token[], headings: Heading[] = []): Heading[] {
  for (const token of tokens) {
    if (token.type === "heading") {
      headings.push(token as Heading)
    } else if (token.type === "list") {
      for (const item of (token as Tokens.List).items) headingsIn(item.tokens, headings)
    } else if (token.type === "blockquote" || token.type === "footnote_definition") {
      headingsIn(token.tokens ?? [], headings)
    }
  }
  return headings
}
