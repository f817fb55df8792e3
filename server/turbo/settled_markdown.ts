import type { Token, Tokens } from "marked"
import { inlinePieces } from "../helpers/inline_pieces.ts"

/** Where in a text: a line of it, and how many characters are behind it in that line. */
type Place = { line: number; behind: number }

/** What may be left out, and what must stand there instead. */
type Stretch = { from: Place; to: Place; gap: string }

type Source = { raw: string }

const FENCE = /^ {0,3}(?:```|~~~)/

/**
 * The source of one block without the first stretch that reads the same whatever comes: finished lines of code, rows,
 * items, blocks of a quote or an item, words. Undefined where there is none.
 */
export function withoutSettled(source: string, block: Token) {
  const lines = source.split("\n")

  return settledIn(block, 0, "")
    .map(({ from, to, gap }) => source.slice(0, offset(lines, from)) + gap + source.slice(offset(lines, to)))
    .find((shorter) => shorter.length < source.length)
}

/** The outermost first. `quote` is how lines begin where the block stands. */
function settledIn(block: Token, line: number, quote: string): Stretch[] {
  const lines = block.raw.split("\n")

  if (block.type === "code") {
    const finished = lines.findLastIndex((text, index) => index < lines.length - 1 && text.trim() !== "")
    return wholeLines(line + (FENCE.test(block.raw) ? 1 : 0), line + finished)
  } else if (block.type === "table") {
    return wholeLines(line + 2, line + lines.length - 2)
  } else if (block.type === "list") {
    return settledInList(block as Tokens.List, line, quote)
  } else if (block.type === "blockquote") {
    return settledInBlocks(block.tokens ?? [], line, line, `${quote}>`, "")
  } else if (block.type === "paragraph" || block.type === "text") {
    return settledInline((block as Tokens.Paragraph).text, line)
  } else {
    return []
  }
}

// The first lines of the first item and of the last stay: they tell the kind and the depth.
function settledInList({ items, loose }: Tokens.List, line: number, quote: string) {
  const last = items.at(-1) as Tokens.ListItem
  const start = lineOf(last, items, line)
  const gap = loose ? `${quote}\n` : ""
  const [, second] = last.tokens.filter(isBlock)

  return [
    ...wholeLines(line + 1, start, gap),
    ...settledInBlocks(last.tokens, start, lineOf(second, last.tokens, start), quote, gap),
  ]
}

function settledInBlocks(blocks: Token[], line: number, from: number, quote: string, gap: string) {
  const last = blocks.findLast(isBlock)
  const start = lineOf(last, blocks, line)
  return last ? [...wholeLines(from, start, gap), ...settledIn(last, start, quote)] : []
}

function settledInline(text: string, line: number): Stretch[] {
  const rest = inlinePieces(text).at(-1)?.trimStart().length ?? 0
  const settled = text.slice(0, text.length - rest)
  const to = { line: line + newlines(settled), behind: behind(text, settled.length) }
  return [{ from: { line, behind: behind(text, 0) }, to, gap: "" }]
}

function wholeLines(from: number, to: number, gap = ""): Stretch[] {
  const [start, end] = [from, to].map((line) => ({ line, behind: Infinity })) as [Place, Place]
  return from < to ? [{ from: start, to: end, gap }] : []
}

function offset(lines: string[], { line, behind }: Place) {
  const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0)
  return start + Math.max((lines[line] ?? "").trimEnd().length - behind, 0)
}

function behind(text: string, index: number) {
  return (text.slice(index).split("\n", 1)[0] ?? "").trimEnd().length
}

function lineOf(token: Source | undefined, tokens: Source[], line: number) {
  const before = tokens.slice(0, token && tokens.indexOf(token))
  return before.reduce((sum, { raw }) => sum + newlines(raw), line)
}

function newlines(text: string) {
  return text.split("\n").length - 1
}

function isBlock({ type }: Token) {
  return type !== "space" && type !== "checkbox"
}
