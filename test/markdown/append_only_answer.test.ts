import assert from "node:assert/strict"
import { test } from "node:test"
import { MarkdownTokenizer } from "../../server/helpers/markdown_tokenizer.ts"
import { AppendOnlyAnswer } from "../../server/markdown/append_only_answer.ts"
import { answerHtml } from "../../server/turbo/answer_html.ts"
import { OpenMarkdownLexer } from "../../server/turbo/open_markdown_lexer.ts"
import { random } from "../support/random.ts"
import { RandomMarkdown } from "../support/random_markdown.ts"
import { differences, textOf } from "./support/differences.ts"

const ID = "message_7"
const COMPLETED = { status: "completed", finished: true }
const CANCELLED = { status: "cancelled", finished: true }

const answers: Record<string, string> = {
  "one thought": "<think>\nHm, *what*?\n\n- a\n- b\n</think>\n\nThe **answer**.",
  "several thoughts": " <think>a</think><thinking>b</thinking>\n\nThe answer.",
  "an empty thought": "<think>\n\n</think>\n\nThe answer.",
  "what only begins like a thought": "<thin ice> and more",
  "a thought that is never closed": "<think>and **then",
  "notes below":
    "One[^1], two[^b] and one[^1].\n\nMore.\n\n[^1]: *A* note.\n[^b]: Another.\n\n    With more.",
  "a note that was defined above": "[^1]: A note.\n\nOne[^1].\n\nTwo[^1].",
}

for (const [name, content] of Object.entries(answers)) {
  test(`${name}: the same in the end as on the thread's page, however it comes`, () => {
    for (const longest of [1, 5, 50]) {
      assert.deepEqual(differences(grown(content, longest), answerHtml(content, COMPLETED, ID)), [])
    }
  })
}

test("a thought shows while it is thought", () => {
  const answer = new AppendOnlyAnswer({ id: ID })
  const shown = answer.push("<thi") + answer.push("nk>Hm, what") + answer.push(" is it?</th")

  assert.equal(
    shown + answer.closing,
    '<details class="thinking"><summary>Thinking</summary><div class="thinking__text"><p>Hm, what is it?</p></div></details>\n',
  )
})

test("a note is led to before it is there", () => {
  const answer = new AppendOnlyAnswer({ id: ID })
  assert.equal(
    answer.push("One[^1], t"),
    `<p>One<sup><a id="${ID}-noteref-1" href="#${ID}-note-1">1</a></sup>, t`,
  )
})

test("an answer that is cut anywhere ends as on the thread's page", () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const next = random((seed * 829_348_951) % 2 ** 32)
    // Where a definition never comes, the page shows a link's text, and this what was written.
    const whole = new RandomMarkdown(next).document(1).replaceAll("[the end][later]", "the end")
    const content = whole.slice(0, Math.floor(next() * whole.length))
    assert.equal(textOf(grown(content, 40, true)), textOf(answerHtml(content, CANCELLED, ID)), content)
  }
})

function grown(content: string, longest: number, isCut = false) {
  const answer = new AppendOnlyAnswer({ id: ID })
  const next = random(longest)
  let html = ""

  for (let start = 0; start < content.length; ) {
    const end = start + 1 + Math.floor(next() * longest)
    html += answer.push(content.slice(start, end))
    start = end
  }
  return html + answer.end(isCut ? asCut : undefined)
}

function asCut(before: ConstructorParameters<typeof OpenMarkdownLexer>[0]) {
  return new OpenMarkdownLexer(before, { isCut: true, tokenizer: new MarkdownTokenizer() })
}
