import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { isRenderedHtml } from "../../server/helpers/rendered_html.ts"
import { sanitizedHtml } from "../../server/helpers/safe_html.ts"
import { hostileMarkdown, longBlocks, markdownSamples } from "../support/markdown_samples.ts"
import { random } from "../support/random.ts"
import { LONE_MARKERS, RandomMarkdown } from "../support/random_markdown.ts"

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
  })
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

function pick(pieces: string[], next: () => number) {
  return pieces[Math.floor(next() * pieces.length)]
}
