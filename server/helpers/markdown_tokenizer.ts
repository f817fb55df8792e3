import type { Tokens } from "marked"
import { withoutWhatFollows } from "./address_end.ts"
import { decodeReferences } from "./character_references.ts"
import { isLiteral } from "./flanking.ts"
import { FOOTNOTE_REFERENCE, readFootnote } from "./footnote_syntax.ts"
import { Footnotes } from "./footnotes.ts"
import { MATH } from "./math.ts"
import { MeteredTokenizer } from "./metered_tokenizer.ts"

const MATH_AT_START = new RegExp(`^(?:${MATH.source})`)
/** Characters behind stars that tell whether they are markers. */
const SUFFICIENT = 60

/** GitHub's Markdown without raw HTML, and with bounds on what a short hostile text can blow up to. */
export class MarkdownTokenizer extends MeteredTokenizer {
  footnotes = new Footnotes()
  #isInFootnote = false

  override html() {
    return undefined
  }

  // Of raw HTML only a line break is more than text; the line end behind it is the same break.
  override tag(source: string): Tokens.Tag | undefined {
    const raw = /^<br *\/?>(?: *\n)?/i.exec(source)?.[0]
    return raw
      ? { type: "html", raw, text: "<br>", inLink: false, inRawBlock: false, block: false }
      : undefined
  }

  // TeX shows as it is written, and its brackets keep their backslash also where it is none.
  override escape(source: string): Tokens.Escape | undefined {
    if (!/^[\\$]/.test(source)) return undefined

    const math = MATH_AT_START.exec(source)?.[0]
    const token = super.escape(source)

    if (math) {
      return { type: "escape", raw: math, text: math }
    } else {
      return token && /[()[\]]/.test(token.text) ? { ...token, text: token.raw } : token
    }
  }

  override url(source: string): Tokens.Link | undefined {
    const link = super.url(source)
    if (!link) return undefined

    const text = withoutWhatFollows(link.raw)
    if (text !== link.raw) {
      const href = link.href.slice(0, link.href.length - link.raw.length) + text
      return { ...link, raw: text, text, href, tokens: [{ type: "text", raw: text, text }] }
    } else {
      return link
    }
  }

  override link(source: string) {
    const token = super.link(source)
    return token ? withDecodedAddress(token) : this.#footnoteReference(source)
  }

  override def(source: string) {
    const isFootnote = /^ *\[\^/.test(source)
    const token = isFootnote ? undefined : super.def(source)
    return isFootnote ? this.#footnote(source) : token && withDecodedAddress(token)
  }

  override inlineText(source: string): Tokens.Text | undefined {
    const token = super.inlineText(source)
    return token && { ...token, text: decodeReferences(token.raw) }
  }

  override emStrong(source: string, masked: string, previous?: string) {
    return !/^[*_]/.test(source) || isLiteralAt(masked, masked.length - source.length)
      ? undefined
      : this.nested(() => super.emStrong(source, masked, previous))
  }

  override del(source: string, masked: string, previous?: string) {
    return source.startsWith("~~") ? this.nested(() => super.del(source, masked, previous)) : undefined
  }

  #footnoteReference(source: string) {
    const [raw, label = ""] = FOOTNOTE_REFERENCE.exec(source) ?? []
    const reference = raw && this.footnotes.refer(label, { isLinked: !this.lexer.state.inLink })
    return reference
      ? ({ type: "footnote_reference", raw, ...reference } as unknown as Tokens.Link)
      : undefined
  }

  // What is read is only known once all of it is there; in a note there is no other.
  #footnote(source: string) {
    const footnote = this.#isInFootnote ? undefined : readFootnote(source)
    if (!footnote) return undefined

    const { raw, label, text } = footnote
    const { state } = this.lexer
    const { top } = state
    this.#isInFootnote = true
    state.top = true
    const tokens = this.lexer.blockTokens(text, [])
    state.top = top
    this.#isInFootnote = false
    this.footnotes.define(label, tokens)
    return { type: "footnote_definition", raw, tokens } as unknown as Tokens.Def
  }
}

function isLiteralAt(text: string, at: number) {
  let [start, end] = [at, at]
  while (text[start - 1] === "*") start -= 1
  while (text[end] === "*") end += 1
  return isLiteral(text.slice(start, end), text[start - 1] ?? "", text.slice(end, end + SUFFICIENT))
}

function withDecodedAddress<Linking extends Tokens.Link | Tokens.Image | Tokens.Def>(
  token: Linking,
): Linking {
  const { href, title } = token
  return { ...token, href: decodeReferences(href), title: title && decodeReferences(title) }
}
