import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"

const SIX_DEEP = [
  "- a word",
  "  - b word",
  "    - c *word*",
  "      - d word",
  "        - e word",
  "          - f word",
]
const SENTENCE = "The clock struck *twelve*, and `nobody` slept: [they](https://a.example) **danced**. "

test("long texts that people write keep their Markdown", () => {
  assert.equal(count(markdown(`${SIX_DEEP.join("\n")}\n`.repeat(60)), "<li>"), 360)
  assert.equal(count(markdown("- an *item*\n".repeat(300)), "<em>"), 300)
  assert.equal(
    count(markdown(`| a | b | c |\n|---|---|---|\n${"| 1 | *2* | 3 |\n".repeat(500)}`), "<em>"),
    500,
  )
  assert.equal(
    count(markdown("> - a\n>   ```js\n>   let a = 1\n>   ```\n>\n> b\n\n".repeat(100)), ' hljs">'),
    100,
  )
  assert.equal(count(markdown(`# A chapter\n\n${SENTENCE.repeat(40)}\n\n`.repeat(30)), "<strong>"), 1200)
})

test("what is nested very deep again and again shows as it is written", () => {
  assert.ok(count(markdown(`${"- ".repeat(29)}a\n`.repeat(50)), "<ul>") < 1250)
  assert.equal(count(markdown(`${"- ".repeat(9)}a\n`.repeat(50)), "<ul>"), 401)
})

test("a list in a quote in a list, and so on, is read once for each level, also where lines go on with it", () => {
  assert.equal(count(markdown(`${"> - ".repeat(12)}a\nb\n`.repeat(20)), "<ul>"), 240)
})

test("more than ten thousand characters in which nothing ends show as they are written", () => {
  assert.ok(markdown("`a`".repeat(3300)).includes("<code>"))
  assert.ok(!markdown("`a`".repeat(3400)).includes("<code>"))
})

test("code has its colours until there is very much of it, and very little code does not cost less", () => {
  assert.equal(count(markdown("```js\nlet a = 1\n```\n".repeat(300)), ' hljs">'), 300)
  assert.ok(count(markdown("```js\nlet a = 1\n```\n".repeat(2500)), ' hljs">') < 1200)
  assert.ok(count(markdown(`\`\`\`js\n${"f(a)\n".repeat(200)}\`\`\`\n`.repeat(40)), ' hljs">') < 20)
})

test("words that follow each other in code cost more, and no text takes the colours of the next", () => {
  assert.equal(count(markdown(`\`\`\`js\n${"if in of do is to\n".repeat(150)}\`\`\`\n`), ' hljs">'), 0)
  assert.equal(count(markdown(`\`\`\`js\n${"if in of do is to\n".repeat(10)}\`\`\`\n`), ' hljs">'), 1)
  markdown("```js\nlet a = 1\n```\n".repeat(2500))
  assert.equal(count(markdown("```js\nlet a = 1\n```\n"), ' hljs">'), 1)
})

function count(html: string, part: string) {
  return html.split(part).length - 1
}
