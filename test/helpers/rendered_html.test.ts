import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { isRenderedHtml } from "../../server/helpers/rendered_html.ts"
import { blockHtml, cleanText } from "../../server/helpers/markdown.ts"
import { MarkdownLexer } from "../../server/helpers/markdown_lexer.ts"
import { safeHtml, sanitizedHtml } from "../../server/helpers/safe_html.ts"
import { GrowingElement } from "../../server/turbo/growing_element.ts"
import { hostileMarkdown, longBlocks, markdownSamples } from "../support/markdown_samples.ts"
import { random } from "../support/random.ts"
import { LONE_MARKERS, RandomMarkdown } from "../support/random_markdown.ts"
import { StreamPage } from "../support/stream_page.ts"

const FORGED = [
  "<script>alert(1)</script>",
  '<p onclick="alert(1)">x</p>',
  '<p id="message_1">x</p>',
  '<a href="javascript:alert(1)" rel="noopener noreferrer nofollow" target="_blank">x</a>',
  '<a href="https://a.example">x</a>',
  '<a href="https://a.example" onclick="alert(1)" rel="noopener noreferrer nofollow" target="_blank">x</a>',
  '<span class="hljs-string" style="color: red">x</span>',
  '<span class="message__error">x</span>',
  '<span class="hljs-string message__error">x</span>',
  '<div class="code" data-controller="composer">x</div>',
  '<code class="language-js" onmouseover="alert(1)">x</code>',
  '<code class="message__error">x</code>',
  '<li id="new_message">x</li>',
  '<li id="new_message" value="1">x</li>',
  '<a id="new_message" href="#note-1">x</a>',
  '<a id="noteref-1" href="#new_message">x</a>',
  '<a href="#new_message" aria-label="Back to the text">x</a>',
  "<p>x",
  "x</p>",
  "<p><em>x</p></em>",
  "</div><p>x</p>",
  "<p>a < b</p>",
  "<p>a > b</p>",
  "<p x</p>",
  "<turbo-stream></turbo-stream>",
  "<P>x</P>",
  "<!-- x -->",
]

const sources = [
  ...Object.values(markdownSamples),
  ...Object.values(longBlocks),
  ...hostileMarkdown,
  ...Array.from({ length: 30 }, (_, seed) => new RandomMarkdown(random(seed), LONE_MARKERS).document(3)),
]

test("all that the renderer makes is known, so that none of it has to be sanitised", () => {
  for (const source of sources) assert.ok(isRenderedHtml(markdown(source)), source.slice(0, 200))
})

test("all that the renderer makes passes the sanitiser unchanged", () => {
  for (const source of sources) assert.equal(sanitizedHtml(markdown(source)), markdown(source))
})

for (const html of FORGED) {
  test(`${html} is none of the renderer's, and what the sanitiser leaves of it is`, () => {
    assert.equal(isRenderedHtml(html), false)
    assert.notEqual(sanitizedHtml(html), html)
    assert.ok(isRenderedHtml(sanitizedHtml(html)), sanitizedHtml(html))
    assert.equal(safeHtml(html), sanitizedHtml(html))
  })
}

test("what is not allowed shows as text, and attributes that are not allowed go without their element", () => {
  const left: Record<string, string> = {
    "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<turbo-stream>x</turbo-stream>": "&lt;turbo-stream&gt;x&lt;/turbo-stream&gt;",
    '<p onclick="alert(1)">x <em id="flash">y</em></p>': "<p>x <em>y</em></p>",
    '<code class="language-js" onmouseover="alert(1)">x</code>': "<code>x</code>",
    '<a href="javascript:alert(1)">x</a>': "x",
  }
  for (const [html, expected] of Object.entries(left)) assert.equal(safeHtml(html), expected)
})

test("the renderer alone makes nothing that the sanitiser would have to take away", () => {
  const hostile = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "/users",
    "#x",
  ]
  const links = hostile.map((address) => `[x](${address}) <${address}> ![x](${address} "x\\" onclick=\\"y")`)

  for (const source of [...hostileMarkdown, ...links, `[x](https://a.example '" onclick="alert(1)')`]) {
    const html = new MarkdownLexer().lex(cleanText(source)).map((token) => blockHtml(token))
    assert.ok(isRenderedHtml(html.join("")), `${source} became ${html.join("")}`)
  }
})

// What no element may have is listed here again: the table of what is allowed is what may be wrong.
const NAMES =
  "p h3 h4 h5 h6 blockquote ul ol li pre hr div table thead tbody tr th td strong em del code span a br sup " +
  "details summary section"
const ID = "(?:message_\\d+-(?:t\\d+-)?)?note(?:ref)?-\\d+(?:-\\d+)?"
const HARMLESS: Record<string, RegExp> = {
  id: new RegExp(`^${ID}$`),
  href: new RegExp(`^(?:(?:https?|mailto):.*|#${ID})$`, "is"),
  class:
    /^(?:table|code|footnotes|thinking|thinking__text|language-[\w+#.-]+(?: hljs)?|hljs-[\w-]+(?: \w+_)*)$/,
  title: /^.*$/s,
  rel: /^noopener noreferrer nofollow$/,
  target: /^_blank$/,
  tabindex: /^0$/,
  align: /^(?:left|center|right)$/,
  start: /^\d+$/,
  value: /^\d+$/,
  "data-controller": /^copy$/,
  "aria-label": /^(?:Footnotes|Back to the text)$/,
}
const REAL = [
  '<a href="https://a.example" rel="noopener noreferrer nofollow" target="_blank">',
  '<a href="mailto:a@b.example" title="x" rel="noopener noreferrer nofollow" target="_blank">',
  '<a id="message_1-noteref-1-2" href="#message_1-note-1">',
  '<a href="#noteref-1" aria-label="Back to the text">',
  '<li id="message_1-t1-note-1" value="1">',
  '<div class="code" data-controller="copy">',
  '<div class="table" tabindex="0">',
  '<section class="footnotes" aria-label="Footnotes">',
  '<code class="language-js hljs">',
  '<span class="hljs-title function_">',
  '<td align="left">',
  '<ol start="2">',
  '<pre tabindex="0">',
  '<details class="thinking">',
  "<p>",
  "<hr>",
  "<em>",
]
const DANGERS = [
  ...[
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "//a.example",
    "/session",
    "#new_message",
  ],
  ...[
    "new_message",
    "message_1",
    "message__error",
    "code message__error",
    "language-js flash",
    "hljs-a flash",
  ],
  ...[
    "composer",
    "copy composer",
    "opener",
    "_top",
    "1",
    "-1",
    "",
    'x" onclick="alert(1)',
    "x' style='color:red",
  ],
]
const ATTRIBUTES = [
  ...Object.keys(HARMLESS),
  "onclick",
  "style",
  "srcdoc",
  "formaction",
  "data-action",
  "name",
]

test("of forged HTML no danger is left, and who looks and who cleans agree on all of it", () => {
  const next = random(11)
  let agreed = 0

  for (let round = 0; round < 5000; round += 1) {
    const html = forged(next)
    const left = safeHtml(html)
    for (const { name, attribs } of new StreamPage(left).elements()) {
      assert.ok(NAMES.split(" ").includes(name), `${html} left <${name}>`)
      for (const [attribute, value] of Object.entries(attribs)) {
        assert.match(value, HARMLESS[attribute] ?? /(?!)/, `${html} left ${attribute}="${value}"`)
      }
    }
    assert.ok(isRenderedHtml(left), `${html} left ${left}`)
    if (isRenderedHtml(html)) agreed += Number(sanitizedHtml(html) === html)
    else assert.notEqual(left, html)
    assert.ok(!isRenderedHtml(html) || sanitizedHtml(html) === html, html)
  }
  assert.ok(agreed > 100, `${agreed} were the renderer's`)
})

test("what grows on a page is made safe, too", () => {
  for (const html of ['<p onclick="alert(1)">x</p>', '<div class="composer">x</div>', "<script>x</script>"]) {
    const element = new GrowingElement(html, () => "message_1_content-1")
    const change = element.change({ depth: 0, html })
    assert.doesNotMatch(element.html + change, /onclick|composer|<script/)
  }
})

/** An element that the renderer makes, or one that is only like it: another value, one more attribute, or none. */
function forged(next: () => number) {
  const real = pick(REAL, next) as string
  const danger = pick(DANGERS, next) as string
  const attribute = ` ${pick(ATTRIBUTES, next)}="${danger}"`
  const changes = [
    real,
    real.replace(/"[^"]*"/, `"${danger}"`),
    real.replace(/"[^"]*"(?!.*")/, `"${danger}"`),
    real.replace(/>$/, `${attribute}>`),
    real.replace(/ .*|>$/, `${attribute}>`),
    real.replace(/ [^ ]*="[^"]*"/, ""),
    real.replace(/^<\w+/, `<${pick(["p", "span", "li", "a", "script", "iframe", "form", "img"], next)}`),
  ]
  const tag = pick(changes, next) as string
  return `${tag}x${/^<hr/.test(tag) ? "" : `</${/\w+/.exec(tag)?.[0]}>`}`
}

test("whatever HTML it is given, the sanitiser leaves only what the renderer could have made", () => {
  const next = random(5)
  const pieces =
    '<p|<div|<a|<code|<span|</a|</p|</div|<br|<table|<script|<turbo-stream| id="x"| class="code"| class="hljs-a"|' +
    ' href="https://a"| href="javascript:x"| rel="noopener noreferrer nofollow"| target="_blank"| tabindex="0"|>|>|>|' +
    ' onclick=x|text|&amp;|&|<!--|-->|<![CDATA[|\'|"|/>|<h2|<h3|<li|<ol start="2"|<style'

  for (let round = 0; round < 500; round += 1) {
    const html = Array.from({ length: 20 }, () => pick(pieces.split("|"), next)).join("")
    assert.ok(isRenderedHtml(sanitizedHtml(html)), `${html} became ${sanitizedHtml(html)}`)
  }
})

function pick(pieces: readonly string[], next: () => number) {
  return pieces[Math.floor(next() * pieces.length)]
}
