import type { Token } from "marked"
import { asWritten } from "./as_written.ts"
import { BlockLexer } from "./blocks/block_lexer.ts"
import { Footnotes } from "./footnotes.ts"
import { inlinePieces } from "./inline_pieces.ts"
import { INLINE_RULES } from "./inline_rules.ts"
import { MarkdownTokenizer } from "./markdown_tokenizer.ts"
import { effort, meteredRules, withoutReferences } from "./metered_rules.ts"
import { Outline } from "./outline.ts"
import { plainTokens } from "./plain_tokens.ts"

const RULES = meteredRules(INLINE_RULES)
const RULES_WITHOUT_REFERENCES = withoutReferences(RULES)

/** What reading one piece of inline text may cost: how often each of its characters is looked at. */
const MOST_LOOKS = 24
/** Characters of a piece that are never too many for it. */
const SHORT = 200
/** Characters of a piece that nobody writes. */
const TOO_LONG = 10_000

const MANY_SPACES = " ".repeat(50)

export type InlineRun = { src: string; tokens: Token[] }

export class MarkdownLexer extends BlockLexer {
  readonly footnotes: Footnotes
  readonly #outline: Outline
  readonly #tokenizer: MarkdownTokenizer

  /** `outline` and `footnotes` know what stands before. */
  constructor({
    outline = new Outline(),
    footnotes = new Footnotes(),
    tokenizer = new MarkdownTokenizer(),
  } = {}) {
    super(tokenizer)
    tokenizer.footnotes = footnotes
    this.footnotes = footnotes
    this.#outline = outline
    this.#tokenizer = tokenizer
  }

  /** Takes text that went through `cleanText`. */
  override lex(source: string) {
    this.blockTokens(source, this.tokens)
    this.#outline.add(this.tokens)
    this.#tokenizer.rules = { ...this.#tokenizer.rules, inline: this.#inlineRules }
    this.prepare(this.inlineQueue)
    for (const run of this.inlineQueue) this.lexInline(run)
    return this.tokens
  }

  /** For subclasses: all inline text in order, before any of it is lexed. */
  protected prepare(_runs: InlineRun[]) {}

  get #inlineRules() {
    for (const _label in this.tokens.links) return RULES
    return RULES_WITHOUT_REFERENCES
  }

  // Hostile inline text takes quadratic time. What would take too long is shown as written.
  protected lexInline({ src, tokens }: InlineRun) {
    for (const piece of inlinePieces(src)) {
      for (const token of plainTokens(piece) ?? this.#affordable(piece) ?? asWritten(piece))
        tokens.push(token)
    }
  }

  #affordable(piece: string) {
    Object.assign(this.state, { inLink: false, linkEmitted: false, inRawBlock: false })
    return piece.length <= TOO_LONG
      ? effort.within(MOST_LOOKS * Math.max(piece.length, SHORT), () => this.#read(piece))
      : undefined
  }

  #read(piece: string) {
    // Each of many spaces may be the beginning of a line's end.
    if (piece.includes(MANY_SPACES)) {
      for (const [spaces] of piece.matchAll(/ {50,}/g)) effort.spend(spaces.length ** 2 / 4)
    }
    return this.inlineTokens(piece)
  }
}
