import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { answerHtml } from "../../server/turbo/answer_html.ts"
import { MarkdownStream } from "../../server/turbo/markdown_stream.ts"
import { markdownSamples } from "../support/markdown_samples.ts"
import { random } from "../support/random.ts"
import { RandomMarkdown } from "../support/random_markdown.ts"
import { html, pageOf, visible } from "./support/message_page.ts"

/** The number of an item, or the definition of a link, that was not whole: no word of the answer. */
const UNTOLD = /(^|\n)[\s>]*(\d+[.)]?|\[[^\]\n]+(\]:[^\n]*)?|\[\^note\]:[\s\S]*)\s*$/
const FOOTNOTE_LINKS = /<sup>.*?<\/sup>|<a href="#.*?<\/a>/g
const CUT = ["cancelled", "incomplete", "failed"]

const cuts: Record<string, Record<string, string>> = {
  "what is open is closed": {
    "Text **bold and `": "<p>Text <strong>bold and</strong></p>\n",
    "Text **bold and `co": "<p>Text <strong>bold and <code>co</code></strong></p>\n",
    "*a **b": "<p><em>a <strong>b</strong></em></p>\n",
    "~~gone": "<p><del>gone</del></p>\n",
    "```js\nlet a": markdown("```brainfuck\nlet a\n```").replace("brainfuck", "js"),
    "> quote **b": "<blockquote>\n<p>quote <strong>b</strong></p>\n</blockquote>\n",
    "- one\n- two *x": "<ul>\n<li>one</li>\n<li>two <em>x</em></li>\n</ul>\n",
  },
  "nothing becomes something else": {
    "Title\n-": "<p>Title</p>\n",
    "Title\n---": "<p>Title</p>\n",
    "Title\n=": "<p>Title</p>\n",
    "a\n\n- ": "<p>a</p>\n",
    "a | b\n- | -": "<p>a | b</p>\n",
    "a\n```": "<p>a</p>\n",
    "a *": "<p>a</p>\n",
    "a **": "<p>a</p>\n",
    "see [x][r]\n\n[r]: https://a.ex": "<p>see x</p>\n",
    "Steps:\n1.": "<p>Steps:</p>\n",
    "1. one\n2": "<ol>\n<li>one</li>\n</ol>\n",
    "1. one\n\n2. ": "<ol>\n<li>one</li>\n</ol>\n",
  },
  "no word is lost, nor what was said with it": {
    "[Note]: this is": "<p>[Note]: this is</p>\n",
    "Have fun!": "<p>Have fun!</p>\n",
    "The answer:\n42": "<p>The answer:<br>42</p>\n",
    "The answer:\n42.": "<p>The answer:<br>42.</p>\n",
    "see [the cl": "<p>see [the cl</p>\n",
    "**see ![a": "<p><strong>see ![a</strong></p>\n",
    "R&D &am": "<p>R&amp;D &amp;am</p>\n",
    "a <br": "<p>a &lt;br</p>\n",
    "see https://a.example/x": markdown("see https://a.example/x"),
    "| a | b |": "<p>| a | b |</p>\n",
    "| a |\n|---|\n| 1 |\n| tw": markdown("| a |\n|---|\n| 1 |\n| tw"),
  },
}

for (const [name, cases] of Object.entries(cuts)) {
  test(`in an answer that was cut, ${name}`, () => {
    for (const [content, html] of Object.entries(cases)) {
      for (const status of CUT) assert.equal(answerHtml(content, { status, finished: true }), html, content)
    }
  })
}

test("wherever an answer is cut, what was shown stays, and what is shown then is all of its words", () => {
  const random30 = Array.from({ length: 30 }, (_, seed) => new RandomMarkdown(random(seed)).document(2))

  for (const source of [...Object.values(markdownSamples), ...random30]) {
    const next = random(source.length)

    for (let cut = 0; cut < 12; cut += 1) {
      const content = source.slice(0, Math.floor(next() * source.length))
      const stream = new MarkdownStream("message_1_content")
      const page = emptyPage()
      for (const streams of stream.push(content)) page.apply(streams)

      const growing = pageOf(answerHtml(content, { status: "in_progress", finished: false }))
      const over = pageOf(answerHtml(content, { status: "cancelled", finished: true }))
      assert.equal(html(page), html(growing), JSON.stringify(content.slice(-80)))
      assert.ok(visible(over).startsWith(visible(page)), JSON.stringify(content.slice(-80)))
      if (!UNTOLD.test(content)) {
        if (visible(over) === visible(page)) assert.equal(html(over), html(page))
        const words = markdown(content.replaceAll("][later]", "]").replace(/\[\^\w+\](?!:)/g, ""))
        assert.equal(
          lastLetters(pageOf(over.html.replace(FOOTNOTE_LINKS, "")).text),
          lastLetters(pageOf(words).text),
          JSON.stringify(content.slice(-80)),
        )
      }
    }
  }
})

function emptyPage() {
  return pageOf("")
}

function lastLetters(text: string) {
  return text.replace(/[^\p{L}\p{N}]/gu, "").slice(-5)
}
