import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { AppendOnlyMarkdown } from "../../server/markdown/append_only_markdown.ts"
import { MarkdownStream } from "../../server/turbo/markdown_stream.ts"
import { StreamPage } from "../support/stream_page.ts"

/** How headings were written, and their levels on the page; the author's is an h2. */
const outlines: Record<string, Record<string, string>> = {
  "the first follows its author's": { "1": "3", "2": "3", "4": "3", "6": "3" },
  "those below keep their distance": {
    "1 2 3 4 5 6": "3 4 5 6 6 6",
    "2 3 3 2 3": "3 4 4 3 4",
    "4 5 5 6": "3 4 4 5",
  },
  "none skips a level": { "1 3": "3 4", "1 3 4 3": "3 4 5 4", "2 6 4": "3 4 4", "1 3 2 3": "3 4 4 5" },
  "none is higher than the first": { "3 1": "3 3", "4 2 4 5": "3 3 3 4", "3 1 2 3 4": "3 3 3 3 4" },
}

for (const [name, cases] of Object.entries(outlines)) {
  test(name, () => {
    for (const [written, shown] of Object.entries(cases)) {
      const source = written.split(" ").map((depth) => `${"#".repeat(Number(depth))} x\n\nText.`)
      assert.equal(levels(source.join("\n\n")), shown, written)
    }
  })
}

test("headings with lines below them, in quotes and in lists count as the others do", () => {
  assert.equal(levels("Title\n=====\n\nSub\n---\n\n### Closed ###"), "3 4 5")
  assert.equal(levels("> ## a\n> ### b\n\n- ## c\n- #### d\n\n## e"), "3 4 3 4 3")
})

test("a heading has its level as soon as it shows", () => {
  const source = "# a\n\nText.\n\n## b\n\nText.\n\n### c\n\nText.\n\n## d\n\nText.\n\nEnd"
  const stream = new MarkdownStream("message_1_content")
  const page = new StreamPage('<div id="message_1_content"></div>')
  const append = new AppendOnlyMarkdown()
  let appended = ""

  for (const character of source) {
    for (const streams of stream.push(character)) page.apply(streams)
    appended += append.push(character)
    for (const html of [page.html, appended]) assert.ok("3 4 5 4".startsWith(levelsIn(html)), html)
  }
  assert.equal(levelsIn(page.html), "3 4 5 4")
  assert.equal(levelsIn(appended), "3 4 5 4")
})

function levels(source: string) {
  return levelsIn(markdown(source))
}

function levelsIn(html: string) {
  return [...html.matchAll(/<h(\d)\b[^>]*>/g)].map(([, level]) => level).join(" ")
}
