import assert from "node:assert/strict"
import { test } from "node:test"
import { blockHtml, cleanText, markdown } from "../../server/helpers/markdown.ts"
import { MarkdownLexer } from "../../server/helpers/markdown_lexer.ts"
import { safeHtml } from "../../server/helpers/safe_html.ts"
import { hostileMarkdown, markdownSamples } from "../support/markdown_samples.ts"
import { StreamPage } from "../support/stream_page.ts"

const ATTRIBUTES = [
  "href",
  "title",
  "rel",
  "target",
  "class",
  "tabindex",
  "align",
  "start",
  "data-controller",
]
const ELEMENTS =
  "p h3 h4 h5 h6 blockquote ul ol li pre hr div table thead tbody tr th td strong em del code a br span".split(
    " ",
  )

test("the blocks together are the whole", () => {
  for (const source of Object.values(markdownSamples)) {
    assert.equal(blocks(source).join(""), markdown(source))
  }
})

test("a reference reaches its definition in another block", () => {
  assert.deepEqual(blocks("[ref]\n\n[ref]: https://a.example"), [
    '<p><a href="https://a.example" rel="noopener noreferrer nofollow" target="_blank">ref</a></p>\n',
    "",
    "",
  ])
})

test("a typed newline shows", () => {
  assert.equal(markdown("one\ntwo\r\nthree"), "<p>one<br>two<br>three</p>\n")
})

test("raw HTML shows as it was written", () => {
  assert.equal(markdown("a <b>x</b>"), "<p>a &lt;b&gt;x&lt;/b&gt;</p>\n")
  assert.equal(markdown("<div>\n*x*"), "<p>&lt;div&gt;<br><em>x</em></p>\n")
})

test("of a link that leads elsewhere than to the web or to mail, the text remains", () => {
  assert.equal(markdown("[*x*](javascript:alert(1)) [y](/users) <ftp://z>"), "<p><em>x</em> y ftp://z</p>\n")
  assert.match(markdown("[x](mailto:ann@example.com)"), /<a href="mailto:ann@example.com" rel=/)
})

test("a picture is a link to it, and mere text inside a link", () => {
  const link = (href: string, text: string) =>
    `<a href="${href}" rel="noopener noreferrer nofollow" target="_blank">${text}</a>`

  assert.equal(
    markdown("![a *cat*](https://a.example/c.png)"),
    `<p>${link("https://a.example/c.png", "a cat")}</p>\n`,
  )
  assert.equal(
    markdown("[![cat](https://a.example/c.png)](https://b.example)"),
    `<p>${link("https://b.example", "cat")}</p>\n`,
  )
})

test("code keeps its language, its characters and its lines", () => {
  assert.equal(
    markdown("```brainfuck x\n[a < b && c]\n\n+\n```"),
    code('<code class="language-brainfuck">[a &lt; b &amp;&amp; c]\n\n+</code>'),
  )
  assert.equal(markdown("```\n<b>\n```"), code("<code>&lt;b&gt;</code>"))
})

test("code in a language that is known has colours, and its text is the same", () => {
  const source = 'if (a < b && "</span>") {\n\n  return `1` // &lt;\n}'

  assert.equal(
    markdown("```js\nlet a = '<b>'\n```"),
    code(
      `<code class="language-js hljs"><span class="hljs-keyword">let</span> a = <span class="hljs-string">'&lt;b&gt;'</span></code>`,
    ),
  )
  for (const language of ["js", "c++", "python", "html", "JSON", "sh", "sql", "yaml"]) {
    const page = new StreamPage(markdown(`\`\`\`${language}\n${source}\n\`\`\``))
    assert.equal(page.text.trim(), source)
    assert.ok(page.elements("span").length > 0, language)
  }
})

test("code that would take long to colour stays plain", () => {
  for (const long of ["let a = 1\n".repeat(1000), `let ${"a".repeat(1000)}`]) {
    assert.doesNotMatch(markdown(`\`\`\`js\n${long}\n\`\`\``), /<span/)
  }
})

test("tables can scroll, tasks show their state", () => {
  assert.match(markdown("|a|\n|:-:|\n|1|"), /^<div class="table" tabindex="0"><table>.*<td align="center">1/s)
  assert.equal(markdown("- [ ] a\n- [x] b"), "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>\n")
})

test("nothing hostile becomes an element or an attribute", () => {
  for (const source of hostileMarkdown) {
    for (const element of new StreamPage(markdown(source)).elements()) {
      assert.ok(ELEMENTS.includes(element.name), `${source} made <${element.name}>`)
      for (const [name, value] of Object.entries(element.attribs)) {
        assert.ok(ATTRIBUTES.includes(name), `${source} made ${name}`)
        if (name === "href") assert.match(value, /^(https?:|mailto:)/)
      }
    }
  }
})

test("no character is lost, and none is left that HTML cannot carry", () => {
  assert.equal(markdown("a\0b \ud800c"), "<p>a\uFFFDb \uFFFDc</p>\n")
})

/** 200,000 characters. */
const PROSE = "Some **bold** words and `code` in a line.\n\n".repeat(4650)

const deep: Record<string, string> = {
  quotes: ">".repeat(5000),
  "quotes with spaces": "> ".repeat(3000),
  lists: "- ".repeat(3000),
  brackets: "[".repeat(50_000),
  emphasis: "*a **b ".repeat(10_000),
  "closed emphasis": "*a ".repeat(3500) + "a*".repeat(3500),
  stars: "*a".repeat(50_000),
  links: `${"[a](b".repeat(10_000)})`,
  spaces: `a${" ".repeat(100_000)}b`,
  "a wide table": `${"|a".repeat(5000)}|\n${"|-".repeat(5000)}|\n${"|x|\n".repeat(2000)}`,
}

for (const [name, source] of Object.entries(deep)) {
  test(`${source.length} characters of ${name} neither hang nor overflow, and their text shows`, () => {
    const { html, cost } = rendered(source)

    assert.ok(cost < 10 * rendered(PROSE).cost)
    assert.ok(html.length < 20 * source.length)
    assert.ok(html.includes("a") || !source.includes("a"))
  })
}

test("a paragraph of any length keeps its Markdown, its words and its lines", () => {
  const line = "Some **bold** words, 2*3, [a link](https://a.example) and `code`, 你好。"
  const html = markdown(line)
    .replace("<p>", "")
    .replace(/<.p>\n$/, "")

  for (const glue of [" ", "\n"]) {
    const source = Array(3000).fill(line).join(glue)
    const expected = Array(3000)
      .fill(html)
      .join(glue === "\n" ? "<br>" : glue)
    assert.equal(markdown(source), `<p>${expected}</p>\n`)
  }
})

test("what would take too long to be read for markers shows as written, between lines that do not", () => {
  const long = "*a".repeat(10_000)
  assert.equal(
    markdown(`**x**\n\n${long}\n\n**y**`),
    `<p><strong>x</strong></p>\n<p>${long}</p>\n<p><strong>y</strong></p>\n`,
  )
})

/** Each would be looked through again for each of its characters. */
const squares: Record<string, string> = {
  spaces: " ".repeat(9000),
  brackets: "[".repeat(5000),
}

for (const [name, source] of Object.entries(squares)) {
  test(`${source.length} ${name} are not looked through for each of them`, () => {
    assert.equal(markdown(`**x**\n\na${source}**b**`), `<p><strong>x</strong></p>\n<p>a${source}**b**</p>\n`)
  })
}

test("brackets that keep their backslash cost nothing where no link is defined", () => {
  assert.match(markdown(`${"\\[".repeat(120)}**b**`), /<strong>b<\/strong>/)
})

test("a marker or code whose end is very far away, or nowhere, takes no Markdown from what follows", () => {
  const words = "some **bold** words ".repeat(1000)
  for (const source of [`[ ${words}`, `_${words}`, `\`${words}\``, `\`${words}`]) {
    assert.equal(markdown(source).match(/<strong>/g)?.length, 1000, source.slice(0, 10))
  }
})

test("what is nested deeper than thirty levels shows as it is written", () => {
  const html = markdown(`> ${"words ".repeat(500)}\n>\n> ${">".repeat(100)} a`)
  assert.equal(html.match(/<blockquote>/g)?.length, 30)
  assert.match(html, /<p>(?:&gt;)+ a<\/p>/)
})

test("what is nested at its full length is read about a dozen times, and shows whole", () => {
  const html = markdown(`${"> ".repeat(28)}a`)
  assert.ok((html.match(/<blockquote>/g)?.length ?? 0) < 20, html)
  assert.match(html, /&gt; a/)
})

test("headings and tables are found below a quote and a list as above them", () => {
  for (const before of [
    "> a\n> b",
    "- a\n  b\n- c\n  d",
    "> a",
    "- a\n- b",
    "> - a\n>\n> b",
    "> |a|\n> |-|",
  ]) {
    const html = markdown(`${before}\n\nTitle\n=====\n\n|c|d|\n|-|-|\n|1|2|`)
    assert.match(html, /<h3>Title<\/h3>[\s\S]*<td>2<\/td>/, before)
  }
})

test("a paragraph of 60,000 short lines shows all of them", () => {
  for (const line of ["\\\n", "|\n", "[a\n"]) {
    assert.equal(markdown(line.repeat(60_000)).match(/<br>/g)?.length, 59_999)
  }
})

test("very much code in one text loses its colours, not its words", () => {
  const html = markdown("```js\nlet a = 1\n```\n\n".repeat(4000))
  assert.ok((html.match(/<span/g)?.length ?? 0) < 12_000)
  assert.equal(new StreamPage(html).text.match(/let a = 1/g)?.length, 4000)
})

test("200,000 characters of prose keep their Markdown", () => {
  assert.equal(markdown(PROSE).match(/<strong>/g)?.length, 4650)
})

/** The cost is the processor's time, which a busy machine makes no longer. */
function rendered(source: string) {
  const before = process.cpuUsage()
  const html = markdown(source)
  return { html, cost: process.cpuUsage(before).user }
}

function code(html: string) {
  return `<div class="code" data-controller="copy"><pre tabindex="0">${html}</pre></div>\n`
}

function blocks(source: string) {
  return new MarkdownLexer().lex(cleanText(source)).map((token) => safeHtml(blockHtml(token)))
}
