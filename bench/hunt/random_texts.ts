const PIECES = [
  "a",
  "b c",
  "word ",
  "x y z ",
  "\n",
  "\n\n",
  "- ",
  "* ",
  "+ ",
  "1. ",
  "2) ",
  "- a\n",
  "* b\n",
  "1. c\n",
  "- [ ] ",
  "- [x] a\n",
  " ",
  "  ",
  "    ",
  "\t",
  "> ",
  ">",
  "> a\n",
  "> - ",
  "> > ",
  "- > ",
  "# ",
  "# a\n",
  "###### ",
  "---\n",
  "***\n",
  "=\n",
  "===\n",
  "-\n",
  "|",
  "|-|",
  "-|",
  "a|b\n",
  "-|-\n",
  "|a|\n",
  "|-|\n",
  "|a|b|\n|-|-|\n",
  "| - | - |\n",
  "```\n",
  "```js\n",
  "~~~\n",
  "~~~",
  "`",
  "``",
  "`a`",
  "*",
  "**",
  "***",
  "_",
  "__",
  "__a",
  "*a",
  "a*",
  "*a*",
  "**a**",
  "~~",
  "~",
  "~~a~~",
  "[",
  "]",
  "[a]",
  "](",
  "](b)",
  "[a](b)",
  "[a][b]",
  "![",
  "![a](b)",
  ")",
  "(",
  "[a]: b\n",
  "[a]: <b> 'c'\n",
  "[^1]",
  "[^1]: c\n",
  "[^",
  "<",
  "<a ",
  "</a>",
  "<br>",
  "<!--",
  "-->",
  "<div>\n",
  ">",
  "http://a.b",
  "http://",
  "https://a.b/c。",
  "www.",
  "www.a.b",
  "a@b.c",
  "@",
  "mailto:",
  "&",
  "&#",
  "&#1",
  "&amp;",
  "&a",
  ";",
  "\\",
  "\\*",
  "\\\\",
  "\\(",
  "\\)",
  "\\[",
  "\\]",
  "\\`",
  "$",
  "$$",
  "$a$",
  "汉",
  "。",
  "，",
  "**汉，**",
  "😀",
  ".",
  "!",
  "?",
  ":",
  ",",
  '"',
  "'",
  "/",
  "1",
  "2*3",
  "20~25",
  "let a = 1\n",
  "{",
  "}",
  "  \n",
  "\\\n",
  " \n",
  "\u00a0",
  "é",
  "<think>",
  "</think>",
  "\r\n",
  "\u0000",
]
const PREFIXES = ["> ", ">", "- ", "* ", "1. ", "  ", "    ", "   ", "- > ", "> - ", "| ", "# "]

/** Texts of pieces of Markdown, repeated and nested in each other. */
export class RandomTexts {
  readonly #random: () => number

  /** `random` gives numbers from 0 to 1. */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Makes a text of each length, of the same kind. */
  next(): (length: number) => string {
    const [first, second, third] = [this.#unit(2), this.#unit(2), this.#unit(1)]
    return this.#pick([
      (length) => repeated(first, length),
      (length) => first + repeated(second, length - first.length),
      (length) => repeated(first, length / 2) + repeated(second, length / 2),
      (length) => repeated(first, length / 3) + third + repeated(second, (length * 2) / 3),
      (length) => `${first}${repeated(second, length - first.length)}\n\n${third}`,
      (length) => numbered(first, length),
      (length) => alternating(first, second, length),
    ])
  }

  chunks(text: string) {
    const longest = this.#pick([1, 4, 20, 200])
    const chunks: string[] = []
    for (let at = 0; at < text.length; at += (chunks.at(-1) as string).length)
      chunks.push(text.slice(at, at + 1 + Math.floor(this.#random() * longest)))
    return chunks
  }

  #unit(depth: number): string {
    const pieces = Array.from({ length: 1 + this.#random() * 4 }, () => this.#pick(PIECES)).join("")
    if (depth === 0 || this.#random() < 0.4) return pieces

    const inner = this.#unit(depth - 1)
    return this.#pick([
      () => inner + pieces,
      () => pieces + inner,
      () => inner.repeat(1 + this.#random() * 6) + pieces,
      () => inner.replace(/^/gm, this.#pick(PREFIXES)),
      () => `${inner.replace(/^/gm, this.#pick(PREFIXES))}\n${pieces}`,
      () => `${pieces}\n${inner.replace(/^/gm, this.#pick(PREFIXES))}\n`,
      () => this.#pick(PREFIXES).repeat(1 + this.#random() * 6) + inner,
    ])()
  }

  #pick<Item>(items: Item[]) {
    return items[Math.floor(this.#random() * items.length)] as Item
  }
}

function repeated(text: string, length: number) {
  return text.repeat(Math.ceil(Math.max(length, 1) / text.length)).slice(0, length)
}

/** With another number in each. */
function numbered(text: string, length: number) {
  let all = ""
  for (let number = 1; all.length < length; number += 1) all += text.replace(/[a1]/g, `a${number}`)
  return all.slice(0, length)
}

function alternating(one: string, other: string, length: number) {
  let all = ""
  for (let times = 1; all.length < length; times = (times * 7) % 97)
    all += one.repeat(1 + (times % 5)) + other.repeat(1 + (times % 3))
  return all.slice(0, length)
}
