import assert from "node:assert/strict"
import { test } from "node:test"
import { Footnotes } from "../../server/helpers/footnotes.ts"
import { markdown } from "../../server/helpers/markdown.ts"
import { MarkdownLexer } from "../../server/helpers/markdown_lexer.ts"
import { answerHtml } from "../../server/turbo/answer_html.ts"
import { MarkdownStream } from "../../server/turbo/markdown_stream.ts"
import { StreamPage } from "../support/stream_page.ts"

const ANSWER = "A claim[^1], **another[^note]** and[^1].\n\n[^1]: See *there*.\n[^note]: Or here.\n\nThe end."

test("a reference leads to its note at the end of the message, and the note leads back", () => {
  assert.equal(
    markdown("A claim[^a].\n\n[^a]: See *there*.\n\nThe end."),
    '<p>A claim<sup><a id="noteref-1" href="#note-1">1</a></sup>.</p>\n<p>The end.</p>\n' +
      '<section class="footnotes" aria-label="Footnotes"><ol>\n<li id="note-1" value="1">' +
      '<p>See <em>there</em>. <a href="#noteref-1" aria-label="Back to the text">↩</a></p>\n</li>\n</ol></section>\n',
  )
})

const notes: Record<string, Record<string, [text: string, ...notes: string[]]>> = {
  "have numbers in the order of their references": {
    "x[^b] y[^a] z[^b]\n\n[^a]: A\n[^b]: B": ["x1 y2 z1", "B ↩ ↩2", "A ↩"],
    "x[^10] y[^2]\n\n[^2]: A\n[^10]: B": ["x1 y2", "B ↩", "A ↩"],
  },
  "may be defined anywhere": {
    "[^a]: A\n\nx[^a]": ["x1", "A ↩"],
    "x[^Note] y[^NOTE]\n\n[^nOTE]: A": ["x1 y1", "A ↩ ↩2"],
    "x[^a]\n[^a]: A\n[^b]: B\n\ny[^b]": ["x1\ny2", "A ↩", "B ↩"],
    "- x[^a]\n- y\n\n  [^a]: A": ["x1\ny", "A ↩"],
    "> x[^a]\n>\n> [^a]: A": ["x1", "A ↩"],
    "|x[^a]|\n|-|\n|y[^b]|\n\n[^a]: A\n[^b]: B": ["x1\ny2", "A ↩", "B ↩"],
    "# x[^a]\n\n[^a]: A": ["x1", "A ↩"],
  },
  "may have more than one line": {
    "x[^a]\n\n[^a]: A\n  more\n\n    and more\n\ny": ["x1\ny", "A\nmore\nand more ↩"],
    "x[^a]\n\n[^a]: A\nlazy\n- y": ["x1\ny", "A\nlazy ↩"],
    "x[^a]\n\n[^a]:\n    - one\n    - two": ["x1", "one\ntwo\n↩"],
  },
  "are as written where they are none": {
    "x[^a] y": ["x[^a] y"],
    "x[^a] y[^b]\n\n[^b]: B": ["x[^a] y1", "B ↩"],
    "`[^a]` \\[^a\\] [^a b] [^]\n\n[^a]: A": ["[^a] \\[^a\\] [^a b] [^]", "A"],
    "[^a](https://a.example)\n\n[^a]: A": ["^a", "A"],
  },
  "hold what was defined first, refer to each other, and need no reference": {
    "x[^a]\n\n[^a]: A\n\n[^a]: B": ["x1", "A ↩"],
    "x[^a]\n\n[^a]: A[^b]\n[^b]: B": ["x1", "A2 ↩", "B ↩"],
    "x\n\n[^a]: A": ["x", "A"],
    "x[^a]\n\n[^a]: [^b]: B": ["x1", "[^b]: B ↩"],
  },
}

for (const [name, cases] of Object.entries(notes)) {
  test(`footnotes ${name}`, () => {
    for (const [source, [text, ...list]] of Object.entries(cases)) {
      assert.deepEqual(shown(markdown(source)), [text, ...list], source)
    }
  })
}

test("a reference in a link leads where the link does", () => {
  assert.match(
    markdown("[see[^a] there](https://a.example)\n\n[^a]: A"),
    /<a href="https:[^>]*>see<sup>1<\/sup> there<\/a>/,
  )
})

test("those of two messages on one page have ids of their own", () => {
  const [one, other] = [1, 2].map((id) =>
    answerHtml(ANSWER, { status: "completed", finished: true }, `message_${id}`),
  )
  const ids = [...`${one}${other}`.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  const links = [...`${one}${other}`.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id)

  assert.equal(new Set(ids).size, 10)
  assert.ok(links.every((id) => ids.includes(id)))
  assert.match(one ?? "", /<a id="message_1-noteref-1-2" href="#message_1-note-1">1<\/a>/)
})

test("while an answer grows, its references show, and its notes at its end", () => {
  const stream = new MarkdownStream("message_1_content")
  const page = new StreamPage('<div id="message_1_content"></div>')
  const whole = letters(markdown(ANSWER))

  for (const character of ANSWER) {
    for (const streams of stream.push(character)) page.apply(streams)
    assert.ok(whole.startsWith(letters(page.html)), page.text)
  }
  assert.equal(letters(page.html), "Aclaim1,another2and1.Theend.")
  const open = answerHtml(ANSWER, { status: "in_progress", finished: false })
  assert.equal(letters(open), letters(page.html))
  for (const html of [open, page.html]) assert.doesNotMatch(html, /href="#/)
})

test("numbers stay in an answer of which much is not read again", () => {
  const source = Array.from(
    { length: 200 },
    (_, index) => `- item ${index} with some words[^n${index}]`,
  ).join("\n")
  const stream = new MarkdownStream("message_1_content")
  const page = new StreamPage('<div id="message_1_content"></div>')

  for (const piece of source.match(/.{1,40}/gs) ?? [])
    for (const streams of stream.push(piece)) page.apply(streams)
  for (const streams of stream.push("\n\nEnd\n\n.")) page.apply(streams)
  assert.deepEqual(
    [...page.html.matchAll(/<sup>(\d+)<\/sup>/g)].map(([, number]) => Number(number)),
    Array.from({ length: 200 }, (_, index) => index + 1),
  )
})

test("an answer that was cut lists the notes that came, and leaves the other references as they were", () => {
  const html = answerHtml("x[^a] y[^b]\n\n[^a]: A **no", { status: "cancelled", finished: true })
  assert.match(
    html,
    /x<sup><a id="noteref-1".* y<sup>2<\/sup>.*<p>A <strong>no<\/strong> <a href="#noteref-1"/s,
  )
})

test("ten thousand footnotes take no longer than as many links", () => {
  const lexer = new MarkdownLexer({ footnotes: new Footnotes() })
  const source = Array.from({ length: 5000 }, (_, index) => `x[^${index}]\n\n[^${index}]: y\n\n`).join("")
  lexer.lex(source)
  assert.equal(lexer.footnotes.list.length, 5000)
})

/** The text before the list, and each note. */
function shown(html: string) {
  const [text = "", list = ""] = html.replaceAll("<br>", "\n").split('<section class="footnotes"')
  const items = list.split("<li id=").slice(1)
  return [text, ...items.map((item) => `<li id=${item.replace(/<\/ol><\/section>\n/, "")}`)].map(plain)
}

function plain(html: string) {
  return new StreamPage(html).text.trim().replace(/\n+/g, "\n").replace(/\n ↩/, "\n↩")
}

function letters(html: string) {
  return new StreamPage(html).text.replace(/\s/g, "")
}
