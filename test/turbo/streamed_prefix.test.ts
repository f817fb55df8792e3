import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { MarkdownStream } from "../../server/turbo/markdown_stream.ts"
import { random } from "../support/random.ts"
import { StreamPage } from "../support/stream_page.ts"

const TARGET = "message_1_content"
const LONG =
  "https://img.example/badge/with-a-very-long-address-that-goes-on-and-on-and-on-and-on-and-on-and-on.svg"

const steady: Record<string, string> = {
  "a picture in a link": `x [![a *b*](${LONG})](https://a.example) [![c](${LONG})](https://b.example "T") y`,
  "code and emphasis in a link": "[`code` and **b**](https://a.example), **[x](https://b.example)**",
  "a table without outer pipes": "Text\nA | B\n--- | ---\n1 | 2\n\nA|B\n-|-\n`1` | *2*\n\nEnd",
  "pipes in sentences and in code": "P(A|B) is *it*, `a | b` or x || y\nand on\n\n- a | b\n- c",
  "products beside names of files": "2 * 3 in *.js, *.ts and *.env*, 2*3*4, 2**10 and 2**20, *.{a,b} *x*",
  "links before their definitions":
    "See [the *end*][e], [x][], m[i][j].\n\n[e]: https://a.example\n[x]: <https://b.example> 'T'\n\nEnd",
  "emphasis next to Chinese": "**你好，**年。这是**“引用”**的，*（好）*吧 ~~删。~~年",
  "emphasis next to Korean and Thai": "**마크다운(Markdown)**은 **คำ (word)**ต่อ",
  tildes: "20~25°C, ~a~, ~~gone~~, x ~~~y~~~ z",
  references: "&copy; &notit; &copy=1 &amp;amp; AT&T &#65; &#x1F600; &; & b",
  "addresses in Chinese":
    "见https://a.example/x。然后（www.b.example），mail ann@c.example。请看https://d.example获取",
  "line breaks": "a<br>b<br/>c<br />d <b>e</b> <br\n\n|a|\n|-|\n|1<br>2|",
  TeX: "\\(a*b*c\\), \\[x *y*\\\\\n\\{z\\}\\] and $a*b*c$, $$\\{*a*\\}$$. Costs $5 *or* $6, $HOME *x*.",
  "what looks like a definition, in code": "```\nlet a\n[x]: hello there\nend\n```\n",
  "code in quotes and in items":
    "> ```sh\n> echo *a*\n> x > y\n> ```\n> **x**\n\n- a\n  ```\n  - b\n  * c\n  ```\n\n> - ```\n>   d\n>   e\n\nend",
  "headings that begin low": "#### a\n\n## b\n\n##### c\n\nTitle\n---\n\nx",
}

for (const [name, source] of Object.entries(steady)) {
  test(`${name}: what shows is always the beginning of what will`, () => {
    assert.deepEqual(flashes(source), [])
  })
}

test("headings in a long quote keep their levels", () => {
  const source = `> # a\n>\n${"> ## b\n>\n> some words\n>\n".repeat(40)}> ### c\n>\n> ### d\n\nEnd\n\n.`
  const stream = new MarkdownStream(TARGET)
  const page = pageOf("")
  for (const line of source.split(/(?<=\n)/)) for (const streams of stream.push(line)) page.apply(streams)

  const levels = (shown: StreamPage) => shown.elements("h3", "h4", "h5", "h6").map(({ name }) => name)
  assert.deepEqual(levels(page), levels(pageOf(markdown(source))))
})

/** What it shows in the middle that it does not show in the end: nobody knows better by then. */
const unavoidable: Record<string, [source: string, shown: string]> = {
  "emphasis that is never closed": ["a *b c", "a b c"],
  "code that is never closed": ["a `b* c\n\nd", "a b* c"],
  "TeX that is never closed": ["x $$ *y* z", "x $$ *y* z"],
  "emphasis inside a word": ["a*b*c d", "a*b"],
  "a short reference that is defined later": ["see [x] y\n\n[x]: https://a.example", "see [x] y"],
  "a link whose definition never comes": ["see [a][b] c", "see a c"],
  "a table with a very long head": [`A | ${"x".repeat(250)}\n--|--\n1 | 2`, `A | ${"x".repeat(250)}`],
}

for (const [name, [source, shown]] of Object.entries(unavoidable)) {
  test(`${name} shows otherwise in the end`, () => {
    assert.ok(flashes(source).includes(shown.replace(/\s/g, "")), flashes(source).join("\n"))
  })
}

/** What was visible, in chunks of many sizes, and is not how the whole begins. */
function flashes(source: string) {
  const whole = visible(pageOf(markdown(source)))
  const shown = new Set<string>()

  for (let seed = 0; seed < 12; seed += 1) {
    const next = random(seed)
    const stream = new MarkdownStream(TARGET)
    const page = pageOf("")

    for (let start = 0; start < source.length; ) {
      const end = start + 1 + Math.floor(next() * seed)
      for (const streams of stream.push(source.slice(start, end))) page.apply(streams)
      start = end
      shown.add(visible(page))
    }
  }
  return [...shown].filter((text) => !whole.startsWith(text))
}

function pageOf(html: string) {
  return new StreamPage(`<div id="${TARGET}">${html}</div>`)
}

function visible(page: StreamPage) {
  return page.text.replace(/\s/g, "")
}
