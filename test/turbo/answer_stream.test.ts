import assert from "node:assert/strict"
import { test } from "node:test"
import { withoutThinking } from "../../server/ai_engine/prompt/thinking.ts"
import { markdown } from "../../server/helpers/markdown.ts"
import { isRenderedHtml } from "../../server/helpers/rendered_html.ts"
import { splitThinking } from "../../server/lib/thinking.ts"
import { answerHtml } from "../../server/turbo/answer_html.ts"
import { AnswerStream } from "../../server/turbo/answer_stream.ts"
import { hostileMarkdown } from "../support/markdown_samples.ts"
import { random } from "../support/random.ts"
import type { StreamPage } from "../support/stream_page.ts"
import { html, pageOf, visible } from "./support/message_page.ts"

const COMPLETED = { status: "completed", finished: true }
const CANCELLED = { status: "cancelled", finished: true }
const GROWING = { status: "in_progress", finished: false }

const answers: Record<string, string> = {
  "a thought": "<think>\nFirst **this**, then\n\n- that!\n</think>\n\nThe *answer*",
  "several, under other names": "\n <Thinking>One</Thinking>\n<thought>Two `code`</thought>Answer",
  "an empty thought": "<think>\n\n</think>\n\nHello",
  "a thought that ends in the middle": "<think>See https://a.example/x!</think>Answer",
  "a thought that ends in code": "<think>Run\n\n```brainfuck\n+\n</think>Done",
  "less-than signs in a thought": "<think>a < b and <b>x</b> </thin k> 1</think>Answer < 2",
  "none at the beginning": "An answer about <think>x</think>.",
  "another tag": "<thin>x</thin> <thinker>",
  "an indented beginning": "    code\n\nText",
  "line ends of Windows": "<think>\r\nOne\r\n\r\nTwo\r\n</think>\r\n\r\nThree",
}

/** A template told the model that it thinks: only the end of the thought is seen, and what stood before is folded by then. */
const unopened: Record<string, string> = {
  "a thought that a template opened":
    "First **this**, then\n\n- that!\n</think>\n\nThe *answer* </think>\n</think>\n",
  "another, in capitals, between spaces": "Hm.\n \t</THINKING> \nAnswer",
  "an empty one": "\n</think>\nAnswer",
  "one that begins with code": "    a\n\nb\n</think>\n\n    d",
  "one with closed code in it": "```\n</think>\n```\n1. ~~~\n   </think>\n   ~~~~\nb\n</think>\nAnswer",
  "one before others": "a\n</think>\n<think>b\n</think>\n<think></think>\n</think>\nAnswer",
  "one with line ends of Windows": "a\r\n</think>\r\nb\r\n</think>\r\n",
  "one that looks closed": "a </think>\n</think> b\n</thinker>\n</thin\n</think>\nAnswer",
}

for (const [name, source] of Object.entries({ ...answers, ...unopened })) {
  test(`${name}: a page that watched, a latecomer and the final page are the same, and nothing flashes`, () => {
    const whole = visible(pageOf(answerHtml(source, COMPLETED)))
    const beginnings = name in unopened ? [whole, whole.replace("Thinking", "")] : [whole]

    for (let seed = 1; seed < 12; seed += 1) {
      const { stream, page } = streamed(source, seed, (page) => {
        assert.ok(
          beginnings.some((beginning) => beginning.startsWith(visible(page))),
          `${visible(page)} is not how ${whole} begins`,
        )
      })
      const latecomer = pageOf("")
      latecomer.apply(stream.snapshot())
      assert.equal(html(latecomer), html(page))
      for (const streams of stream.push("\n\nEnd\n\n.")) page.apply(streams)
      assert.equal(html(page), html(pageOf(answerHtml(`${source}\n\nEnd\n\n.`, COMPLETED))))
    }
  })

  test(`${name}: wherever it is cut, it stays as it was`, () => {
    for (let cut = 1; cut <= source.length; cut += 1) {
      const content = source.slice(0, cut)
      const { page } = streamed(content, cut % 7)
      assert.equal(html(page), html(pageOf(answerHtml(content, GROWING))), JSON.stringify(content))
      const over = visible(pageOf(answerHtml(content, CANCELLED)))
      assert.ok(
        [over, name in unopened && over.replace("Thinking", "")].some(
          (text) => text !== false && text.startsWith(visible(page)),
        ),
        JSON.stringify(content),
      )
    }
  })
}

test("a thought is folded, as Markdown, before the answer", () => {
  assert.equal(
    answerHtml("<think>\nFirst **this**\n</think>\n\nAnswer", COMPLETED),
    '<details class="thinking"><summary>Thinking</summary><div class="thinking__text"><p>First <strong>this</strong></p>\n</div></details>\n<p>Answer</p>\n',
  )
})

test("a thought that is never closed is all there is, and folded", () => {
  for (const run of [COMPLETED, CANCELLED, GROWING]) {
    assert.match(answerHtml("<think>Hm, **so", run), /^<details class="thinking">.*Hm, .*<\/details>\n$/s)
  }
})

test("what stands before the end of a thought that nothing opened is folded when that has come", () => {
  const { page, stream } = streamed("Hm, **so\n</think>", 3)
  assert.equal(page.elements("details").length, 0)
  assert.equal(visible(page), "Hm,so")
  for (const streams of stream.push("\nYes")) page.apply(streams)
  for (const html of [page.html, answerHtml("Hm, **so\n</think>\nYes", GROWING)]) {
    assert.match(html, /<details class="thinking">.*Hm, .*so.*<\/details>\s*<p[^>]*>Yes<\/p>/s)
  }
  assert.match(answerHtml("Hm.\n</think>", COMPLETED), /^<details class="thinking">.*Hm\..*<\/details>\n$/s)
})

for (const [name, source] of Object.entries({
  "in code": "To close it:\n\n```\n</think>\n```\nOr:\n~~~ js\n```\n</think>",
  "that was named before": "Between `<think>` and\n</think>\nit thinks.",
  "inside a line": "Write </think> there.\n</think>, I say\n- </think>\n",
  "behind very much space": `a\n${" ".repeat(120)}</think>\nb`,
})) {
  test(`a tag ${name} ends no thought`, () => {
    assert.equal(streamed(source, 4).page.elements("details").length, 0)
    for (const run of [COMPLETED, CANCELLED, GROWING])
      assert.doesNotMatch(answerHtml(source, run), /<details/)
    assert.equal(withoutThinking(source), source)
  })
}

test("a thought is as long in letters that are longer in lower case", () => {
  assert.match(
    answerHtml("<think>İİİİ</think>Answer", COMPLETED),
    /İİİİ<\/p>\n<\/div><\/details>\n<p>Answer</,
  )
  assert.equal(withoutThinking("<think>İİİİ</think>Answer"), "Answer")
})

test("what a page folds is what a model is not told again", () => {
  for (const source of [...Object.values({ ...answers, ...unopened }), "<think>a</think>".repeat(30)]) {
    const { answer, thoughts } = splitThinking(source)
    const [, said = ""] = /^(?:\s*<details.*<\/details>)?(.*)$/s.exec(answerHtml(source, COMPLETED)) ?? []
    assert.equal(said.trim(), markdown(answer).trim())
    assert.equal(withoutThinking(source), thoughts.length > 0 ? answer.trim() : source)
  }
})

test("footnotes of thoughts have ids of their own", () => {
  const note = "x[^1]\n\n[^1]: y\n"
  const html = answerHtml(`<think>${note}</think><think>${note}</think>${note}`, COMPLETED, "message_1")
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  assert.equal(new Set(ids).size, 6)
  assert.ok([...html.matchAll(/ href="#([^"]*)"/g)].every(([, id]) => ids.includes(id)))
  assert.ok(isRenderedHtml(html))
})

test("an empty thought shows nothing", () => {
  assert.equal(answerHtml("<think>\n\n</think>\n\nHello", COMPLETED), "<p>Hello</p>\n")
})

test("very many thoughts neither hang nor overflow", () => {
  const source = "<think>a</think>".repeat(12_000)
  const { page } = streamed(source, 200_000)
  assert.equal(page.elements("details").length, 20)
  assert.equal(visible(page), visible(pageOf(answerHtml(source, COMPLETED))))
})

test("nothing hostile leaves a thought", () => {
  for (const source of hostileMarkdown) {
    const content = `<think>${source}</div></details></think>${source}`
    const { page } = streamed(content, 5)
    assert.ok(isRenderedHtml(answerHtml(content, COMPLETED)))
    assert.equal(page.elements("script", "turbo-stream", "img", "svg", "style").length, 0)
    assert.equal(page.elements("details").length, 1)
  }
})

test("a thought that takes long to read shows all of it when it is closed", () => {
  const thought = `<think>\n${"> - a\nb\n".repeat(700)}The end`
  const { page, stream } = streamed(thought, 5)
  assert.ok(!page.text.endsWith("The end"))
  for (const streams of stream.push("</think>")) page.apply(streams)
  assert.ok(page.text.trimEnd().endsWith("The end"), page.text.slice(-100))
})

test("a long thought is sent at a cost that grows with it", () => {
  const source = `<think>\n${"So the **clock** struck, and nobody slept.\n\n".repeat(300)}</think>\n\nEnd`
  const { sent } = streamed(source, 40)
  assert.ok(sent < 12 * source.length, String(sent / source.length))
})

function streamed(source: string, longest: number, look = (_page: StreamPage) => {}) {
  const next = random(longest)
  const stream = new AnswerStream("message_1_content")
  const page = pageOf("")
  let sent = 0

  for (let start = 0; start < source.length; ) {
    const end = start + 1 + Math.floor(next() * longest)
    for (const streams of stream.push(source.slice(start, end))) {
      page.apply(streams)
      sent += streams.length
    }
    look(page)
    start = end
  }
  return { stream, page, sent }
}
