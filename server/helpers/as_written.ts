import type { Token } from "marked"

/** Text in which no Markdown is looked for. */
export function asWritten(source: string): Token[] {
  return source.split("\n").flatMap((line, index) => {
    const text: Token = { type: "text", raw: line, text: line }
    return index > 0 ? [{ type: "br", raw: "\n" }, text] : [text]
  })
}
