import type { Token } from "marked"
import { asWritten } from "./as_written.ts"
import { BlockLexer } from "./blocks/block_lexer.ts"
import { inlinePieces } from "./inline_pieces.ts"
import { INLINE_RULES } from "./inline_rules.ts"
import { MarkdownTokenizer } from "./markdown_tokenizer.ts"
import { Outline } from "./outline.ts"

/** What lexing may cost in one text: the sum of the squared lengths of its inline runs, about 0.3 s at worst. */
const BUDGET = 2e8

export type InlineRun = { src: string; tokens: Token[] }

export class MarkdownLexer extends BlockLexer {
  readonly #outline: Outline
  #budget = BUDGET

  /** `outline` knows the headings that stand before. */
  constructor({ outline = new Outline(), tokenizer = new MarkdownTokenizer() } = {}) {
    super(tokenizer)
    tokenizer.rules = { ...tokenizer.rules, inline: INLINE_RULES }
    this.#outline = outline
  }

  /** Takes text that went through `cleanText`. */
  override lex(source: string) {
    this.blockTokens(source, this.tokens)
    this.#outline.add(this.tokens)
    this.prepare(this.inlineQueue)
    for (const run of this.inlineQueue) this.#lexInline(run)
    return this.tokens
  }

  /** For subclasses: all inline text in order, before any of it is lexed. */
  protected prepare(_runs: InlineRun[]) {}

  // Hostile inline text takes quadratic time. What is over the budget is shown as written.
  #lexInline({ src, tokens }: InlineRun) {
    for (const piece of inlinePieces(src)) {
      if (this.#affords(piece)) {
        this.inlineTokens(piece, tokens)
      } else {
        for (const token of asWritten(piece)) tokens.push(token)
      }
    }
  }

  #affords(source: string) {
    const cost = source.length ** 2
    const isAffordable = cost <= this.#budget

    if (isAffordable) this.#budget -= cost
    return isAffordable
  }
}
