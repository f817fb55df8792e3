import assert from "node:assert/strict"
import { test } from "node:test"
import { AppendOnlyHtml } from "../../server/markdown/append_only_html.ts"

/** What is known one after the other, and what is written in the end. */
const grown: Record<string, [known: string[], written: string]> = {
  "more words": [["<p>a</p>", "<p>a b</p>"], "<p>a b</p>"],
  "more elements": [["<p>a</p>", "<p>a <em>b</em></p>\n<p>c</p>"], "<p>a <em>b</em></p>\n<p>c</p>"],
  "a reference is not cut": [["<p>a &amp; b</p>", "<p>a &amp; b &lt; c</p>"], "<p>a &amp; b &lt; c</p>"],
  "a heading after all": [
    ["<p>Title</p>", "<h3>Title</h3>\n", "<h3>Title</h3>\n<p>b</p>"],
    "<p>Title</p>\n<p>b</p>",
  ],
  "a list that turns loose": [
    ["<ul>\n<li>a</li>\n</ul>", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"],
    "<ul>\n<li>a\n</li>\n<li><p>b</p></li></ul>",
  ],
  "a table whose first cell was taken for words": [
    ["<p>a</p>", "<div><table><tr><th>a</th><th>b</th></tr></table></div>"],
    "<p>a</p><div><table><tr><th></th><th>b</th></tr></table></div>",
  ],
  "words that come after a heading without its own element": [
    ["<ul><li>a</li></ul>", "<ul><li><h3>a</h3>b</li></ul>"],
    "<ul><li>a<br>b</li></ul>",
  ],
  "a line that was none": [["<p>a<br>b</p>", "<p>a</p>\n<p>b c</p>"], "<p>a<br>b c</p>"],
  "less for a moment": [["<p>a b</p>", "<p>a</p>", "<p>a b c</p>"], "<p>a b c</p>"],
}

for (const [name, [known, written]] of Object.entries(grown)) {
  test(name, () => {
    const html = new AppendOnlyHtml()
    assert.equal(known.map((next) => html.grow("", next)).join("") + html.closing, written)
  })
}

test("what is settled is written to its end, and is not handed over again", () => {
  const html = new AppendOnlyHtml()

  assert.equal(html.grow("", "<p>a</p>\n<ul>\n<li>b</li>\n</ul>"), "<p>a</p>\n<ul>\n<li>b")
  assert.equal(html.grow("<p>a</p>\n", "<ul>\n<li>b c</li>\n</ul>"), " c")
  assert.equal(html.grow("<ul>\n<li>b c</li>\n</ul>\n", "<p>d</p>"), "</li>\n</ul>\n<p>d")
  assert.equal(html.closing, "</p>")
})
