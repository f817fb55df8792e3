import { MarkdownLexer } from "../helpers/markdown_lexer.ts"
import { lastLeaf } from "./last_leaf.ts"

const MARKERS_ONLY = /^(?:[-*+>#=|`~_:\s]|\d+[.)]?(?=\s|$))*$/
const FENCE_BEGINNING = /^(?:[-*+>\s]|\d+[.)]\s)*(?:`{3}|~{3})/
const FENCE = /^ {0,3}(?:`{3}|~{3})/
const CLOSED_FENCE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:.*\n)? {0,3}\1[`~]* *\n*$/s
/** A line that may be the title of a link, right below the rest of its definition. */
const HALF_TITLE = /(?:^|\n) {0,3}\[[^[\]\n]+\]:[^\n]*\n(?:[ \t]*[^\s"'(]\S*[ \t]*\n)?[ \t]*["'(][^\n]*$/

/** The text without its last line, where that may yet become another kind of line. */
export function decidedLines(source: string) {
  const start = source.lastIndexOf("\n") + 1
  const line = source.slice(start)
  const finished = source.slice(0, start)
  const isUndecided = [MARKERS_ONLY, FENCE_BEGINNING].some((pattern) => pattern.test(line))
  return isUndecided || HALF_TITLE.test(source) || endsByLines(finished) ? finished : source
}

/** Whether it ends in code or a table: what stands there is known when the line is there. */
function endsByLines(source: string) {
  if (!/`{3}|~{3}|\|/.test(source)) return false

  const leaf = lastLeaf(new MarkdownLexer().blockTokens(source, []))
  const isInTable = leaf?.type === "table" && !source.endsWith("\n\n")
  return isInTable || (leaf?.type === "code" && FENCE.test(leaf.raw) && !CLOSED_FENCE.test(leaf.raw))
}
