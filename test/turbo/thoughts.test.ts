import assert from "node:assert/strict"
import { test } from "node:test"
import { withoutThinking } from "../../server/ai_engine/prompt/thinking.ts"
import { markdown } from "../../server/helpers/markdown.ts"
import { AppendOnlyAnswer } from "../../server/markdown/append_only_answer.ts"
import { answerHtml } from "../../server/turbo/answer_html.ts"
import { AnswerStream } from "../../server/turbo/answer_stream.ts"
import { random } from "../support/random.ts"
import { html, pageOf } from "./support/message_page.ts"

const COMPLETED = { status: "completed", finished: true }
const GROWING = { status: "in_progress", finished: false }
const FOLD = /<details class="thinking">.*?<\/details>/gs
const WORDS = [
  ..."İstanbul,|straße ß|👩‍👩‍👧‍👦|a < b|**bold** İ|\n\n|\n\n- one\n- two\n\n|ﬁ &amp; \u212A".split("|"),
  "\n\n```\n</think>\n```\n\n",
  "\n\n~~~ html\n```\n  </thinking>\n~~~\n\n",
]
const SAMPLES = 120

test("what is seen live, by a latecomer, in the end and outside of folds is one, and a model is told just that", () => {
  for (let seed = 1; seed <= SAMPLES; seed += 1) {
    const next = random((seed * 829_348_951) % 2 ** 32)
    const { content, said } = randomAnswer(next)
    const stream = new AnswerStream("message_1_content")
    const [page, latecomer] = [pageOf(""), pageOf("")]
    const pieces = cut(content, next)
    const late = Math.floor(next() * pieces.length)

    pieces.forEach((piece, index) => {
      for (const streams of stream.push(piece)) {
        page.apply(streams)
        if (index > late) latecomer.apply(streams)
      }
      if (index === late) latecomer.apply(stream.snapshot())
    })

    const name = JSON.stringify(pieces)
    const whole = answerHtml(content, COMPLETED)
    assert.equal(html(page), html(pageOf(answerHtml(content, GROWING))), name)
    assert.equal(html(page), html(pageOf(whole)), name)
    assert.equal(html(latecomer), html(page), name)
    assert.equal(withoutThinking(content).trim(), said.trim(), name)
    assert.equal(whole.replace(FOLD, "").trim(), markdown(said).trim(), name)
  }
})

test("a page that only grows says the same words, wherever its thoughts are opened", () => {
  for (let seed = 1; seed <= SAMPLES; seed += 1) {
    const next = random((seed * 829_348_951) % 2 ** 32)
    const { content, isUnopened } = randomAnswer(next)
    const answer = new AppendOnlyAnswer({ id: "message_1" })
    const pieces = cut(content, next).map((piece) => answer.push(piece))
    const grown = pieces.join("") + answer.end()
    const whole = answerHtml(content, COMPLETED, "message_1")

    assert.equal(
      words(grown),
      words(isUnopened ? whole.replace("<summary>Thinking</summary>", "") : whole),
      content,
    )
  }
})

function randomAnswer(next: () => number) {
  const isUnopened = next() < 0.4
  const lineEnd = next() < 0.3 ? "\r\n" : "\n"
  const opened = Array.from({ length: Math.floor(next() * 3) }, () => {
    const name = ["think", "THINKING", "thought"][Math.floor(next() * 3)]
    return `<${name}>${proseOf(next)}</${name}>\n`
  }).map(withoutInnerTags)
  const unopened = isUnopened ? `${proseOf(next)}\n</think>\n` : ""
  const said = `${proseOf(next)}\n\nEnd\n\n.`
  const [content = "", ending = ""] = [unopened + opened.join("") + said, said].map((text) =>
    text.replaceAll("\n", lineEnd),
  )
  return { content, said: ending, isUnopened }
}

// An opened thought ends with its first closing tag, also in code.
function withoutInnerTags(thought: string) {
  const [, opening = "", inside = "", closing = ""] = /^(<\w+>)(.*)(<\/\w+>\n)$/s.exec(thought) ?? []
  return opening + inside.replace(/<\/\w+>/g, "") + closing
}

function proseOf(next: () => number) {
  const count = 1 + Math.floor(next() * 8)
  return `So ${Array.from({ length: count }, () => WORDS[Math.floor(next() * WORDS.length)]).join(" ")} x`
}

function cut(content: string, next: () => number) {
  const longest = 1 + Math.floor(next() * 20)
  const pieces: string[] = []
  for (let start = 0; start < content.length; start += pieces.at(-1)?.length ?? 1) {
    pieces.push(content.slice(start, start + 1 + Math.floor(next() * longest)))
  }
  return pieces
}

function words(text: string) {
  return text.replace(/<[^>]*>|\s/g, "")
}
