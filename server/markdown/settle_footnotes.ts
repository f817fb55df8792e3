import type { Token } from "marked"
import type { Footnotes } from "../helpers/footnotes.ts"

const LABEL = /\[\^([^\s[\]]+)\]/

/** Has the footnotes know what was read of them in blocks that are not read again. */
export function settleFootnotes(footnotes: Footnotes, tokens: Token[]) {
  for (const token of tokens) {
    const [, label = ""] = LABEL.exec(token.raw) ?? []
    if (token.type === "footnote_definition") footnotes.define(label, token.tokens ?? [])
    if (token.type === "footnote_reference") footnotes.refer(label, { isLinked: "id" in token })
    for (const inner of innerTokens(token)) settleFootnotes(footnotes, inner)
  }
}

function innerTokens(token: Token): Token[][] {
  if (token.type === "list") {
    return token.items.map(({ tokens }: { tokens: Token[] }) => tokens)
  } else if (token.type === "table") {
    return [token.header, ...token.rows].flat().map(({ tokens }) => tokens)
  } else {
    return "tokens" in token && token.tokens ? [token.tokens] : []
  }
}
