import { Lexer, type Tokenizer } from "marked"
import { FOOTNOTE_START } from "../footnote_syntax.ts"

const { paragraph, table, lheading } = Lexer.rules.block.gfm
const [, starts, interruptions] =
  /^\^\(\?!(.*?)\)\(\(\?:\.\|\\n\(\?!(.*)\)\)\+\?\)\\n/s.exec(lheading.source) ?? refuse("lheading")
const [, head] = /^\^(.*?)\(\?:\\n\(\(\?:/s.exec(table.source) ?? refuse("table")
const UNDERLINE = / {0,3}(?:=+|-+)[ \t]*(?:\n|$)/.source

/**
 * A paragraph ends where a footnote is defined or a table begins. The first two lines of a table tell that: the rows
 * below them are not read.
 */
const PARAGRAPH = new RegExp(
  paragraph.source
    .replace(table.source.slice(1), () => `${head}(?:\\n|$)`)
    .replace("\\n(?!", () => `\\n(?!${FOOTNOTE_START}|`),
)

/** A line that can be the first of a heading with an underline; all lines that may stand above one; the underline. */
export const HEADING_START = new RegExp(`^(?!${starts}).`)
export const HEADING_TEXT = new RegExp(`^.+(?:\\n(?!${interruptions}|${UNDERLINE}).+)*`)
export const HEADING_UNDERLINE = new RegExp(`^\\n${UNDERLINE}`)

/** The line that names the columns of a table, and the one below it. */
export const TABLE_HEAD = new RegExp(`^${head}(?=\\n|$)`)

/** marked's rules, but for what would be read again and again. */
export function linearRules(rules: Tokenizer["rules"]): Tokenizer["rules"] {
  return { ...rules, block: { ...rules.block, paragraph: PARAGRAPH } }
}

function refuse(rule: string): never {
  throw new Error(`marked's rule "${rule}" is not the one that is made linear here`)
}
