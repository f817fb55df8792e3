import assert from "node:assert/strict"
import { test } from "node:test"
import { isRenderedHtml } from "../../server/helpers/rendered_html.ts"
import { answerHtml } from "../../server/turbo/answer_html.ts"
import { AnswerStream } from "../../server/turbo/answer_stream.ts"
import { hostileMarkdown } from "../support/markdown_samples.ts"
import { random } from "../support/random.ts"
import { StreamPage } from "../support/stream_page.ts"

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

for (const [name, source] of Object.entries(answers)) {
  test(`${name}: a page that watched, a latecomer and the final page are the same, and nothing flashes`, () => {
    const whole = pageOf(answerHtml(source, COMPLETED))

    for (let seed = 1; seed < 12; seed += 1) {
      const { stream, page } = streamed(source, seed, (page) => {
        assert.ok(
          visible(whole).startsWith(visible(page)),
          `${visible(page)} is not how ${visible(whole)} begins`,
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
      assert.ok(
        visible(pageOf(answerHtml(content, CANCELLED))).startsWith(visible(page)),
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

function pageOf(content: string) {
  return new StreamPage(`<div id="message_1_content">${content}</div>`)
}

function html(page: StreamPage) {
  return page.html
    .replace(/ id="m1-\w+"/g, "")
    .replace(/>\s+/g, ">")
    .replace(/\s+</g, "<")
}

function visible(page: StreamPage) {
  return page.text.replace(/\s/g, "")
}
