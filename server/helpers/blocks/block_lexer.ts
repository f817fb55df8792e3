import { Lexer, type Token, type Tokens, type TokensList } from "marked"
import { asWritten } from "../as_written.ts"
import { linearRules } from "./block_rules.ts"
import type { BlockTokenizer } from "./block_tokenizer.ts"

/** What was last added to a token's source. */
const ADDED = Symbol("added")
/** What any block but words, their headings and tables begins with. */
const BEGINNING = /^[\s`~#*_+\->\d<[]/

type TextToken = Tokens.Paragraph | Tokens.Text
type ExtendedToken = Token & { [ADDED]?: string }

/**
 * marked's loop over blocks, at linear cost: marked looks at the end of what it puts together line by line, which
 * copies all of it each time.
 */
export class BlockLexer extends Lexer<string, string> {
  readonly #blocks: BlockTokenizer

  constructor(tokenizer: BlockTokenizer) {
    super({ gfm: true, breaks: true, tokenizer })
    tokenizer.rules = linearRules(tokenizer.rules)
    this.#blocks = tokenizer
  }

  override blockTokens(source: string, tokens?: Token[], continues?: boolean): Token[]
  override blockTokens(source: string, tokens?: TokensList, continues?: boolean): TokensList
  override blockTokens(source: string, tokens: Token[] = [], continues = false) {
    const outerLastToken = this.state.lastToken

    if (this.#blocks.affords(source)) {
      this.#blocks.inNewRun(() => this.#read(source, tokens, continues))
    } else {
      tokens.push(this.#written(source))
    }
    this.state.top = true
    this.state.lastToken = outerLastToken
    return tokens
  }

  #read(source: string, tokens: Token[], continues: boolean) {
    let paragraph = continues ? tokens.at(-1) : undefined

    for (let rest = source; rest !== ""; ) {
      this.state.lastToken = tokens.at(-1)
      const token = this.#next(rest)
      const last = tokens.at(-1)

      if (token.type === "space" && token.raw.length === 1 && last) {
        this.#addRaw(last, "\n", "")
      } else if (!this.#goesOn(token, last, paragraph) || !this.#extend(last as TextToken, token)) {
        if (token.type === "def") this.define(token as Tokens.Def)
        if (token.type === "paragraph") paragraph = token
        tokens.push(token)
      }
      rest = rest.slice(token.raw.length)
    }
  }

  protected define({ tag, href, title }: Tokens.Def) {
    this.tokens.links[tag] ??= { href, title }
  }

  #next(rest: string): Token {
    const token = this.#begun(rest) ?? this.#words(rest)

    if (token?.raw) {
      return token
    } else {
      throw new Error(`No block begins with ${JSON.stringify(rest.slice(0, 20))}`)
    }
  }

  #begun(rest: string): Token | undefined {
    if (!BEGINNING.test(rest)) return undefined

    const blocks = this.#blocks
    return (
      blocks.space(rest) ??
      blocks.code(rest) ??
      blocks.fences(rest) ??
      blocks.heading(rest) ??
      blocks.hr(rest) ??
      blocks.blockquote(rest) ??
      blocks.list(rest) ??
      blocks.html(rest) ??
      blocks.def(rest)
    )
  }

  #words(rest: string): Token | undefined {
    const { top } = this.state
    const blocks = this.#blocks
    return (
      (rest.includes("\n") ? (blocks.table(rest) ?? blocks.lheading(rest)) : undefined) ??
      (top ? blocks.paragraph(rest) : undefined) ??
      blocks.text(rest)
    )
  }

  #goesOn(token: Token, last: Token | undefined, paragraph: Token | undefined) {
    if (token.type === "def" || (token.type === "code" && token.codeBlockStyle === "indented")) {
      return last?.type === "paragraph" || last?.type === "text"
    } else if (token.type === "paragraph") {
      return last !== undefined && last === paragraph
    } else {
      return token.type === "text" && last?.type === "text"
    }
  }

  /** False where the text is not to be read for Markdown. */
  #extend(text: TextToken, token: Token) {
    const queued = this.inlineQueue.slice(-2).find(({ tokens }) => tokens === text.tokens)

    if (queued) {
      const glue = ((text as ExtendedToken)[ADDED] ?? text.raw).endsWith("\n") ? "" : "\n"
      this.#addRaw(text, token.raw, glue)
      text.text += `\n${token.type === "def" ? token.raw : (token as Tokens.Text).text}`
      queued.src = text.text
      if (this.inlineQueue.at(-1) !== queued) this.inlineQueue.pop()
    }
    return queued !== undefined
  }

  #addRaw(token: ExtendedToken, raw: string, glue: string) {
    token.raw += glue + raw
    token[ADDED] = raw
  }

  #written(source: string): Token {
    const type = this.state.top ? "paragraph" : "text"
    return { type, raw: source, text: source, tokens: asWritten(source) }
  }
}
