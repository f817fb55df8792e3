import type { Token } from "marked"
import { inlinePieces, openCode } from "../helpers/inline_pieces.ts"
import type { InlineRun } from "../helpers/markdown_lexer.ts"
import { decidedLines } from "./decided_lines.ts"
import { decidedWords } from "./decided_words.ts"
import { EarlyLinksLexer } from "./early_links_lexer.ts"
import { lastLeaf } from "./last_leaf.ts"
import { leavePlain } from "./plain_code.ts"
import { undecidedFrom } from "./undecided_from.ts"

/** Lexes as much of a text that grows as reads the same whatever comes. */
export class DecidedMarkdownLexer extends EarlyLinksLexer {
  #source = ""

  override lex(source: string) {
    this.#source = decidedLines(source)
    const blocks = super.lex(this.#source)
    leavePlain(blocks)
    return blocks
  }

  protected override prepare(runs: InlineRun[]) {
    super.prepare(runs)
    const run = runs.at(-1)
    const leaf = lastLeaf(this.tokens)

    if (run && leaf && "tokens" in leaf && leaf.tokens === run.tokens && this.#isOpen(leaf)) {
      const isBelowDefinition = leaf === this.tokens.at(-1) && this.tokens.at(-2)?.type === "def"
      const words = leaf.type === "heading" ? run.src : decidedWords(run.src, { isBelowDefinition })
      run.src = this.#decided(words, run)
    }
  }

  #isOpen({ type }: Token) {
    return !this.#source.endsWith(type === "heading" ? "\n" : "\n\n")
  }

  #decided(words: string, { tokens }: InlineRun) {
    const text = words.slice(0, openCode(words))
    const open = inlinePieces(text).at(-1) ?? ""
    // A box to be ticked stands there already.
    const box = tokens.splice(0)
    this.tryInline({ src: open, tokens })

    const start = text.length - open.length
    const decided = text.slice(0, start + undecidedFrom(open, tokens.splice(0, Infinity, ...box)))
    return decided.trimEnd().replace(/(?<!\\)\\$/, "")
  }
}
