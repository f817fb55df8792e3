import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { isRenderedHtml } from "../../server/helpers/rendered_html.ts"
import { hostileMarkdown, longBlocks, markdownSamples } from "../support/markdown_samples.ts"

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

test("all that the renderer makes is known, so that none of it has to be sanitised", () => {
  const sources = [...Object.values(markdownSamples), ...Object.values(longBlocks), ...hostileMarkdown]
  for (const source of sources) assert.ok(isRenderedHtml(markdown(source)), source.slice(0, 200))
})

for (const html of FORGED) {
  test(`${html} is none of the renderer's`, () => {
    assert.equal(isRenderedHtml(html), false)
  })
}
