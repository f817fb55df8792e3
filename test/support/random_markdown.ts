const FENCE = "```"
const WORDS = [
  "the",
  "clock",
  "struck",
  "*twelve*",
  "**and nobody**",
  "***slept***",
  "_in_",
  "~~that~~",
  "`old * town`",
  "[a link](https://a.example/b_c)",
  "[ref]",
  "[the clock][ref]",
  "https://bare.example/x_y",
  "![a cat](https://a.example/c.png)",
  "👩‍👩‍👧‍👦",
  "👍🏽",
  "é",
  "नमस्ते",
  "你好，**世界**。",
  "مرحبا",
  "snake_case",
  "a < b & c > d",
  "&amp; &lt;b&gt;",
  "<b>bold</b>",
  "</div>",
  "<!-- x -->",
  "\\*plain\\*",
  "**bold *nested* text**",
  "(*x*)",
  "5 * 4",
  "[1]",
  "“quoted”,",
  "it's",
  "[the end][later]",
  "[![a *cat*](https://a.example/a/very/long/address/of/a/picture/that/goes/on/and/on/and/on/and/on/and/on/c.png)](https://b.example)",
  "[`code`](https://a.example)",
  "**你好，**年",
  "这是**“引用”**的",
  "20~25°C",
  "a<br>b",
  "https://a.example/x。然后",
  "&notit; &copy=1",
  "2*3 *.js",
  "$a*b*c$",
  "$5",
  "a note[^1],",
  "[^note]",
  "\\(x*y*\\)",
  "matrix[i][j]",
]

/** Markers without another half: with them, what was shown may yet turn out otherwise. */
export const LONE_MARKERS =
  "2*3 * *open **open ` [open _open ~ ~~x ](x) [a]( close* close** < ! | a|b - 1. # + = & \\\\".split(" ")

/** Markdown in its nasty corners; `random` gives numbers from 0 to 1. */
export class RandomMarkdown {
  readonly #random: () => number
  readonly #words: string[]

  constructor(random: () => number, moreWords: string[] = []) {
    this.#random = random
    this.#words = [...WORDS, ...moreWords]
  }

  document(blocks: number) {
    const source = this.#many(blocks, () => this.#block()).join("\n\n")
    const text = `[ref]: https://ref.example "Title"\n\n${source}\n\n[later]: https://later.example\n\n[^1]: *One* note.\n[^note]: Another.\n\n    With more.`
    return this.#chance(0.3) ? text.replaceAll("\n", "\r\n") : text
  }

  #block(): string {
    return this.#pick([
      () => this.#text(this.#upTo(30)),
      () => this.#lines(this.#upTo(5)),
      () => this.#text(this.#upTo(600)),
      () => this.#list(this.#upTo(5), 0),
      () => this.#list(this.#upTo(40), 0),
      () => this.#table(this.#upTo(4)),
      () => this.#table(this.#upTo(40)),
      () => this.#code(this.#upTo(5)),
      () => this.#code(this.#upTo(80)),
      () => this.#quote(),
      () => `${this.#text(3)}\n${this.#pick(["===", "---"])}`,
      () => `${"#".repeat(this.#upTo(6))} ${this.#text(4)}`,
      () => this.#pick(["---", "***", "<details>\n\n<summary>", "    indented < code"]),
    ])()
  }

  #list(items: number, depth: number): string {
    const ordered = this.#chance(0.4)
    const glue = this.#chance(0.3) ? "\n\n" : "\n"
    const start = depth > 0 ? 1 : this.#upTo(9) // any other number would not interrupt a paragraph

    return this.#many(items, (index) => {
      const marker = ordered ? `${start + index}. ` : "- "
      const parts = [this.#chance(0.1) ? `[ ] ${this.#text(2)}` : this.#text(this.#upTo(6))]

      if (depth < 3 && this.#chance(0.2)) parts.push(this.#list(this.#upTo(4), depth + 1))
      if (this.#chance(0.07)) parts.push(this.#code(this.#upTo(4)))
      if (this.#chance(0.05)) parts.push(`\n${this.#text(this.#upTo(20))}`)
      return marker + parts.join("\n").replace(/\n(?=[^\n])/g, `\n${" ".repeat(marker.length)}`)
    }).join(glue)
  }

  #table(rows: number) {
    const columns = this.#upTo(4)
    const cells = () => this.#many(columns, () => this.#text(this.#upTo(2))).join(" | ")
    const head = cells()
    const [start, end] = columns > 1 && head.length < 200 && this.#chance(0.3) ? ["", ""] : ["| ", " |"]
    const delimiters = Array(columns).fill("---").join(" | ")
    return [head, delimiters, ...this.#many(rows, cells)].map((row) => start + row + end).join("\n")
  }

  #code(lines: number) {
    const fence = this.#pick([FENCE, "~~~", "````"])
    const line = () => this.#pick(["let a = 1", "  if (a < b) {", "", "# *x*", "---", "- x", "'<b>'", "}"])
    return `${fence}${this.#pick(["", "js", "python"])}\n${this.#many(lines, line).join("\n")}\n${fence}`
  }

  #quote() {
    const inside = this.#many(this.#upTo(3), () =>
      this.#pick([
        () => this.#text(this.#upTo(40)),
        () => this.#list(this.#upTo(6), 2),
        () => this.#code(this.#upTo(5)),
      ])(),
    )
    return inside.join("\n\n").replace(/^/gm, "> ")
  }

  #lines(count: number) {
    return this.#many(count, () => this.#text(this.#upTo(8))).join(this.#pick(["\n", "  \n", "\\\n"]))
  }

  #text(count: number) {
    return this.#many(count, () => this.#pick(this.#words)).join(" ")
  }

  #many<Item>(count: number, make: (index: number) => Item) {
    return Array.from({ length: count }, (_, index) => make(index))
  }

  #pick<Item>(items: Item[]) {
    return items[Math.floor(this.#random() * items.length)] as Item
  }

  #upTo(most: number) {
    return 1 + Math.floor(this.#random() * most)
  }

  #chance(probability: number) {
    return this.#random() < probability
  }
}
