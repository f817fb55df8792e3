import assert from "node:assert/strict"
import { test } from "node:test"
import { markdownGrowth } from "../../server/turbo/markdown_growth.ts"

test("text grows in the innermost element", () => {
  assert.deepEqual(markdownGrowth("<p>a <em>b</em></p>", "<p>a <em>bc</em></p>"), [
    { path: ["p", "em"], html: "c" },
  ])
})

test("several open elements grow in one step, the innermost first", () => {
  assert.deepEqual(
    markdownGrowth(
      "<ul>\n<li>a <em>b</em></li>\n</ul>\n",
      "<ul>\n<li>a <em>bc</em> d</li>\n<li>e</li>\n</ul>\n",
    ),
    [
      { path: ["ul", "li", "em"], html: "c" },
      { path: ["ul", "li"], html: " d" },
      { path: ["ul"], html: "<li>e</li>\n" },
    ],
  )
})

test("elements that stand empty count as neither opened nor closed", () => {
  assert.deepEqual(markdownGrowth("<p>a</p>", "<p>a<br />b</p>"), [{ path: ["p"], html: "<br />b" }])
})

test("an element grows beside the last one", () => {
  assert.deepEqual(markdownGrowth("<p>a</p>", "<p>a</p><p>b</p>"), [{ path: [], html: "<p>b</p>" }])
})

test("what is equal does not grow", () => {
  assert.deepEqual(markdownGrowth("<p>a</p>", "<p>a</p>"), [])
})

test("what changed otherwise is no growth", () => {
  const pairs: [string, string][] = [
    ["<p>ab</p>", "<p>a</p>"],
    ["<p>a</p>", "<h3>a</h3>"],
    ["<p>a</p>", "<p><em>a</em></p>"],
    ["<p>a &lt;</p>", "<p>a &amp;</p>"],
    ["<p>a</p>", "<p>b</p>"],
    ['<ol start="1"><li>a</li></ol>', '<ol start="12"><li>a</li></ol>'],
    ["<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"],
  ]

  for (const [before, after] of pairs) assert.equal(markdownGrowth(before, after), undefined)
})
