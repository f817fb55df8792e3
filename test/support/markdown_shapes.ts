import { random } from "./random.ts"

/** Makes a text of so many characters. */
type Shape = (length: number) => string

const PIECES = [
  "a\n",
  "b c ",
  "\n",
  "\n\n",
  "- ",
  "- a\n",
  "* b\n",
  "1. c\n",
  "  ",
  "    ",
  "> ",
  "> a\n",
  ">",
  "# ",
  "---\n",
  "=\n",
  "|",
  "|-|",
  "-|",
  "a|b\n",
  "-|-\n",
  "|a|\n",
  "```\n",
  "~~~",
  "`",
  "``",
  "*",
  "**",
  "_",
  "__a",
  "*a",
  "a*",
  "~~",
  "[",
  "]",
  "[a]",
  "](",
  "](b)",
  "![",
  ")",
  "(",
  "[a]: b\n",
  "[^1]",
  "[^1]: c\n",
  "<",
  "<a ",
  ">",
  "http://a.b",
  "www.",
  "a@b.c",
  "@",
  "&",
  "&#",
  ";",
  "\\",
  "\\*",
  "\\(",
  "\\[",
  "$",
  "$$",
  "\t",
  "汉",
  "😀",
  ".",
  "!",
  '"',
  "'",
  "x",
  "- [ ] ",
  " \n",
]

/** Of these, each once took the square of its length. */
export const KNOWN_SHAPES: Record<string, Shape> = {
  "a row of delimiters that is none": (length) => `a\n${repeated("-|", length)}x`,
  "an item of lazy lines": (length) => `- a\n${repeated("b\n", length)}`,
  "quotes of lists with lazy lines": (length) => repeated("> - a\nb\n", length),
  "quotes in quotes with lazy lines": (length) => repeated("> > a\nb\n", length),
  "quotes of lists of quotes of lists with lazy lines": (length) => repeated("> - > - a\nb\n", length),
  "items and quotes": (length) => repeated("- a\n> a\n", length),
  "items and quotes of items": (length) => repeated("- > - > a\n", length),
  items: (length) => repeated("- a\n", length),
  "items without words": (length) => repeated("-\n", length),
  "items of every kind": (length) => repeated("- a\n* b\n1. c\n", length),
  "items in items": (length) => repeated("- ", length),
  "quotes in quotes": (length) => repeated(">", length),
  "short rows": (length) => `|a|\n|-|\n${repeated("|b|\n", length)}`,
  "short rows without pipes": (length) => `|a|\n|-|\n${repeated("*\n", length)}`,
  "one wide row": (length) => `${repeated("a|", length / 2)}\n${repeated("-|", length / 2)}`,
  "lines of a paragraph": (length) => repeated("a\n", length),
  paragraphs: (length) => repeated("a\n\n", length),
  "code of one line": (length) => repeated("```js\na\n```\n", length),
  "definitions of links": (length) => repeated("[a]: b\n", length),
  footnotes: (length) => repeated("[^1]: c\n", length),
  "emphasis in Chinese": (length) => repeated("># - \\)**汉，****汉，**", length),
  "small tables": (length) => repeated("|a|b|\n|-|-|\n|c|d|\n\n", length),
  "tables whose rows are tables": (length) => repeated("a|b\n-|-\n", length),
  "wide heads of a table that would be mostly empty": (length) =>
    repeated(`${"-|".repeat(10)}-\n`, length / 2) + repeated("x\n", length / 2),
  "headers that fit no table": (length) => repeated("a\n-|-\n", length),
  "brackets in emphasis": (length) => repeated("_[a", length),
  "emphasis that never ends": (length) => repeated("*a", length),
  "escaped backticks": (length) => repeated("\\``", length),
  "labels with escaped brackets": (length) => `[a]: b\n\n${repeated("\\[", length)}`,
  "words for an address": (length) => repeated("_a", length),
}

/** Random pieces that are repeated, and some that follow them. */
export function compositions(seed: number, count: number): Record<string, Shape> {
  const next = random(seed)
  const some = (most: number) =>
    Array.from({ length: 1 + next() * most }, () => PIECES[Math.floor(next() * PIECES.length)]).join("")
  const parts = Array.from({ length: count }, () => [some(5), next() < 0.5 ? some(3) : ""] as const)

  return Object.fromEntries(
    parts.map(([unit, other]) => [
      JSON.stringify([unit, other]),
      (length: number) =>
        other ? repeated(unit, length / 2) + repeated(other, length / 2) : repeated(unit, length),
    ]),
  )
}

function repeated(text: string, length: number) {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length)
}
