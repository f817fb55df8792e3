import type { Token } from "marked"

/** What inline Markdown can begin with, but for the ends of lines; alone, each stands for itself. */
const SPECIAL = /[\\<[`*_~$&@]|:\/\/|(?:mailto|xmpp):|www\./
const LINE_END = / *\n[ \t]*/g

/** The tokens of text in which there is no inline Markdown: most of it. Undefined where there may be some. */
export function plainTokens(source: string): Token[] | undefined {
  if (source.length > 1 && SPECIAL.test(source)) {
    return undefined
  } else if (source.includes("\n")) {
    return /\S$/.test(source) ? lines(source) : undefined
  } else {
    return source === "" ? [] : [text(source)]
  }
}

function lines(source: string) {
  const tokens: Token[] = []
  let start = 0

  for (const { 0: raw, index } of source.matchAll(LINE_END)) {
    if (index > start) tokens.push(text(source.slice(start, index)))
    tokens.push({ type: "br", raw })
    start = index + raw.length
  }
  return [...tokens, text(source.slice(start))]
}

function text(raw: string): Token {
  return { type: "text", raw, text: raw, escaped: false }
}
