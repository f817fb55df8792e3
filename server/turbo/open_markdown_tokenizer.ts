import type { Links, Tokens } from "marked"
import { MarkdownTokenizer } from "../helpers/markdown_tokenizer.ts"

const REFERENCE = /^(!?)\[((?!\^)(?:[^[\]\\`]|\\.|`[^`]*`){1,200})\]\[[^[\]\\]{0,100}\]/s

/** A link whose definition may come further down already shows as its text. */
export class OpenMarkdownTokenizer extends MarkdownTokenizer {
  #previous = { character: "", rest: 0 }

  override inlineText(source: string) {
    const token = super.inlineText(source)
    if (token) this.#previous = { character: token.raw.at(-1) ?? "", rest: source.length - token.raw.length }
    return token
  }

  override reflink(source: string, links: Links): Tokens.Link | Tokens.Image | Tokens.Text | undefined {
    const token = super.reflink(source, links)
    const [raw, image, text = ""] = (token?.type === "text" && REFERENCE.exec(source)) || []

    if (raw && !this.#isBehindWord(source)) {
      const type = image ? "image" : "link"
      return { type, raw, href: "", title: null, text, tokens: this.lexer.inlineTokens(text) }
    } else {
      return token
    }
  }

  // "matrix[i][j]"
  #isBehindWord(source: string) {
    return this.#previous.rest === source.length && /\w/.test(this.#previous.character)
  }
}
