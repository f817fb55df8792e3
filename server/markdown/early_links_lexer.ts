import type { Links, Token, Tokens } from "marked"
import type { Footnotes } from "../helpers/footnotes.ts"
import { type InlineRun, MarkdownLexer } from "../helpers/markdown_lexer.ts"
import { MarkdownTokenizer } from "../helpers/markdown_tokenizer.ts"
import type { Outline } from "../helpers/outline.ts"

export type Before = { links: Links; outline: Outline; footnotes: Footnotes }

/** Reads a link by the definitions that stand above it: of those below, nobody knew when it was shown. */
export class EarlyLinksLexer extends MarkdownLexer {
  readonly #known: Links
  readonly #tokenizer: MarkdownTokenizer
  readonly #linksOf = new Map<Token[], Links>()

  constructor({ links, ...before }: Before) {
    const tokenizer = new MarkdownTokenizer()
    super({ ...before, tokenizer })
    this.#tokenizer = tokenizer
    this.#known = links
    this.tokens.links = Object.create(links)
  }

  /** Reads a text that is to be read again. */
  protected tryInline(run: InlineRun) {
    const { footnotes } = this.#tokenizer
    this.#tokenizer.footnotes = footnotes.copy()
    this.lexInline(run)
    this.#tokenizer.footnotes = footnotes
  }

  protected override prepare(_runs: InlineRun[]) {
    this.#look(this.tokens, this.#known)
  }

  protected override lexInline(run: InlineRun) {
    this.tokens.links = this.#linksOf.get(run.tokens) ?? this.#known
    super.lexInline(run)
  }

  #look(blocks: Token[], links: Links): Links {
    return blocks.reduce((known, block) => this.#lookInto(block, known), links)
  }

  #lookInto(block: Token, links: Links): Links {
    if (block.type === "def") {
      return withDefinition(links, block as Tokens.Def)
    } else if (block.type === "list") {
      const { items } = block as Tokens.List
      return items.reduce((known, { tokens }) => this.#look(tokens, known), links)
    } else if (block.type === "blockquote" || block.type === "footnote_definition") {
      return this.#look(block.tokens ?? [], links)
    } else {
      for (const tokens of inlineTokensOf(block)) this.#linksOf.set(tokens, links)
      return links
    }
  }
}

function inlineTokensOf(block: Token): Token[][] {
  if (block.type === "table") {
    const { header, rows } = block as Tokens.Table
    return [header, ...rows].flat().map(({ tokens }) => tokens)
  } else {
    return "tokens" in block && block.tokens ? [block.tokens] : []
  }
}

function withDefinition(links: Links, { tag, href, title }: Tokens.Def): Links {
  return links[tag] ? links : Object.assign(Object.create(links), { [tag]: { href, title } })
}
