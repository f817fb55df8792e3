import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { MarkdownLexer } from "../../server/helpers/markdown_lexer.ts"
import { MarkdownStream } from "../../server/turbo/markdown_stream.ts"
import { hostileMarkdown, longBlocks, markdownSamples } from "../support/markdown_samples.ts"
import { random } from "../support/random.ts"
import { LONE_MARKERS, RandomMarkdown } from "../support/random_markdown.ts"
import { StreamPage } from "../support/stream_page.ts"

const TARGET = "message_1_content"
const FOOTNOTE_LINK = /(?<=<sup>)<a id="noteref[^>]*>(\d+)<\/a>/g
const FOOTNOTES = /<section class="footnotes".*?<\/section>/gs
const LINK_DEFINED_LATER = /<a href="https:\/\/later\.example"[^>]*>(.*?)<\/a>/g
const END = "\n\nThe end\n\n."

test("a block that turns out to be none is taken back", () => {
  for (const pieces of [
    ["|-|", "\n\n", "**", "| g |", "\n\n", "  ", "\n", "a"],
    ["a\n\n", "| g |", "\n\n", "    ", "\n", "> c"],
    ["[d]: e- b```\n\n", "    ", "\n", "\n\n", "[^1]: f"],
  ]) {
    const stream = new MarkdownStream(TARGET)
    const [page, latecomer] = [emptyPage(), emptyPage()]
    const sent = pieces.flatMap((piece) => [...stream.push(piece)])

    for (const streams of sent) page.apply(streams)
    latecomer.apply(stream.snapshot())
    assert.match(sent.join(""), /action="remove"/)
    assert.equal(elements(page), elements(latecomer))
  }
})

test("a title that comes after its definition belongs to it", () => {
  const stream = new MarkdownStream(TARGET)
  const page = emptyPage()

  for (const piece of ["[a]: https://a.example\n", '"Title"\n\n', "[a] and so on\n\n", "End"]) {
    for (const streams of stream.push(piece)) page.apply(streams)
  }
  assert.match(page.html, /<a href="https:\/\/a\.example" title="Title"/)
})

for (const [name, source] of Object.entries(markdownSamples)) {
  test(`${name}: after every push the page equals a snapshot, and in the end the whole`, () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const { page } = streamed(source + END, seed, {
        look: ({ page, stream }) => {
          const latecomer = emptyPage()
          latecomer.apply(stream.snapshot())
          assert.equal(elements(page), elements(latecomer))
        },
      })

      assert.equal(visible(page), visible(finished(source + END)))
    }
  })

  test(`${name}: what shows is always the beginning of what will`, () => {
    const whole = visible(finished(source))

    for (let seed = 1; seed <= 3; seed += 1) {
      streamed(source, seed, {
        look: ({ page, soFar }) => {
          assert.ok(
            whole.startsWith(visible(page)),
            `after ${JSON.stringify(soFar.slice(-40))}: ${visible(page).slice(-40)}`,
          )
        },
      })
    }
  })
}

test("random fragments of syntax reach the page as they reach a snapshot", () => {
  const fragments =
    "a |word |日本 |👩‍👩‍👧|*|**|_|`|```|```js\n|\n|\n\n|- |1. |  |    |> |# |[|](|)|<|&amp;|&|\\|~~|---\n|===\n|\r\n|!["
  const pieces = [...fragments.split("|"), "|", "|a|\n|-|\n"]
  const next = random(7)

  for (let round = 0; round < 100; round += 1) {
    const source = Array.from({ length: 25 }, () => pieces[Math.floor(next() * pieces.length)]).join("")

    streamed(source, round, {
      look: ({ page, stream }) => {
        const latecomer = emptyPage()
        latecomer.apply(stream.snapshot())
        assert.equal(elements(page), elements(latecomer), JSON.stringify(source))
      },
    })
  }
})

test("many words at once, and then a line, are shown without hanging", () => {
  const words = `Once${" upon a time".repeat(10_000)}`
  const stream = new MarkdownStream(TARGET)
  const page = emptyPage()

  for (const more of ["Once", `${words.slice("Once".length)}\n`, "The end"]) {
    for (const streams of stream.push(more)) page.apply(streams)
  }
  assert.equal(visible(page), visible(finished(`${words}\nThe end`)))
})

test("words that are not read show as if they were", () => {
  const words = [
    " word",
    " the",
    "re",
    ",",
    ".",
    " h",
    " ht",
    "tp",
    "s",
    "://a.example",
    " w",
    "ww",
    " www",
    ".a.example",
    "@",
    " 1",
    "2",
    ". ",
    " *em*",
    " **bold**",
    " *",
    "*",
    "`",
    " [",
    "](https://a.example)",
    "\n",
    "\n\n",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n# ",
    "\n```",
    "\n```\n",
    "\t<&",
    "|",
    " don't",
    " “so”",
    " 日本",
    "e\u0301",
    "&",
    " AT",
    "amp;",
    "!",
    "_",
  ]
  const next = random(11)

  for (let round = 0; round < 150; round += 1) {
    const stream = new MarkdownStream(TARGET)
    const page = emptyPage()
    let source = ""
    let more = "Once"

    for (let count = 0; count < 25; count += 1) {
      const atOnce = emptyPage()
      source += more
      for (const streams of stream.push(more)) page.apply(streams)
      for (const streams of new MarkdownStream(TARGET).push(source)) atOnce.apply(streams)
      assert.equal(withoutIds(page), withoutIds(atOnce), `round ${round}: ${JSON.stringify(source)}`)
      more = words[Math.floor(next() ** 2 * words.length)] as string
    }
  }
})

test("nothing hostile runs or leaves its element, at no moment", () => {
  for (const source of hostileMarkdown) {
    streamed(`Text ${source}${END}`, 3, {
      look: ({ page, soFar }) => {
        const [target] = page.elements()
        assert.equal(target?.parent?.children.length, 1, soFar)

        for (const { name, attribs } of page.elements()) {
          assert.doesNotMatch(name, /script|img|svg|style|form|input|template|turbo-stream|body/, soFar)
          assert.doesNotMatch(Object.keys(attribs).join(), /^on|,on/, soFar)
          assert.match(attribs.href ?? "https:", /^(https?|mailto):/, soFar)
        }
      },
    })
  }
})

test("text that grows sends what is new, and closed blocks are never touched again", () => {
  const stream = new MarkdownStream("m")

  stream.push("# Title\n\nHello **wo")
  assert.deepEqual(stream.push("rld**, again"), [
    '<turbo-stream action="append" targets="#m-2 &gt; strong:last-child"><template>rld</template></turbo-stream>',
    '<turbo-stream action="append" target="m-2"><template>, again</template></turbo-stream>',
  ])
})

test("an open code block grows as it is, and has its colours when it is closed", () => {
  const stream = new MarkdownStream("m")

  stream.push("```js\nlet a")
  assert.deepEqual(stream.push(" = 1\n\n  b < c"), [
    '<turbo-stream action="append" target="m-3"><template> = 1\n\n  b &lt; c</template></turbo-stream>',
  ])
  assert.deepEqual(stream.push("\n```"), [])

  const [closing = "", ...others] = stream.push("\n")
  assert.match(
    closing,
    /^<turbo-stream action="replace" target="m-2"><template><pre .*hljs-keyword.*<\/pre></s,
  )
  assert.deepEqual(others, [])
})

test("code has its colours when it is closed, also where what was read of it last has none", () => {
  const { page } = streamed(`\`\`\`js\n${"let a = 1\n".repeat(100)}${"}\n".repeat(100)}\`\`\`\n\nText`, 5)
  assert.equal(page.html.match(/hljs-keyword/g)?.length, 100)
})

test("code that stays plain is not sent again when it is closed", () => {
  const stream = new MarkdownStream("m")

  stream.push(`\`\`\`js\n${"let a = 1\n".repeat(1000)}`)
  for (const more of ["", "let b", "\n```\n", "\nText"]) {
    assert.doesNotMatch(stream.push(more).join(""), /let a/)
  }
})

test("a push that shows nothing new says nothing", () => {
  const stream = new MarkdownStream("m")

  assert.deepEqual(stream.push("**"), [])
  stream.push("a")
  assert.deepEqual(stream.push("*"), [])
  assert.deepEqual(stream.push("*"), [])
})

test("what is sent grows with the text, not with its square", () => {
  for (const [name, source] of Object.entries(markdownSamples)) {
    const sample = `${source}\n\n`
    const [once, tenfold] = [1, 10].map((times) => sentPerByte(sample.repeat(times)))
    assert.ok(Number(tenfold) < 1.5 * Number(once), `${name}: ${once} and ${tenfold}`)
  }
})

for (const [name, source] of Object.entries(longBlocks)) {
  test(`${name} is read and sent at a cost that grows with it, not with its square`, (context) => {
    const { mock } = context.mock.method(MarkdownLexer.prototype, "lex")
    const { page, sent } = streamed(source + END, 1, { longestChunk: 100 })
    const read = mock.calls.reduce((sum, { arguments: [part] }) => sum + part.length, 0)

    assert.ok(read < 30 * source.length, `${read / source.length} characters read for each`)
    assert.ok(sent < 12 * source.length, `${sent / source.length} characters sent for each`)
    assert.equal(withoutIds(page), withoutIds(finished(source + END)))
  })
}

test("random Markdown in random chunks: always the beginning of what will be, and in the end all of it", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const next = random(seed)
    const source = new RandomMarkdown(next).document(1 + Math.floor(next() * 3)) + END
    const final = finished(source)
    const whole = visible(final)

    const { page, sent } = streamed(source, seed, {
      longestChunk: [8, 20, 60][seed % 3] as number,
      look: ({ page, soFar }) => {
        assert.ok(whole.startsWith(visible(page)), `seed ${seed}, after ${JSON.stringify(soFar.slice(-80))}`)
      },
    })

    assert.equal(withoutIds(page), withoutIds(final), `seed ${seed}`)
    assert.ok(sent < 60 * final.html.length, `seed ${seed} sends ${sent / final.html.length} for each`)
  }
})

test("markers that stand alone change what has been shown, and in the end it is right", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const next = random(seed)
    const source = new RandomMarkdown(next, LONE_MARKERS).document(1 + Math.floor(next() * 3)) + END
    const { page } = streamed(source, seed, { longestChunk: 40 })
    assert.equal(withoutIds(page), withoutIds(finished(source)), `seed ${seed}`)
  }
})

test("a block that takes long to read shows in larger steps, and others in small ones", () => {
  const stream = new MarkdownStream(TARGET)
  const page = emptyPage()
  const longestWait = (text: string) => {
    let [waited, longest] = [0, 0]
    for (let at = 0; at < text.length; at += 5) {
      const streams = stream.push(text.slice(at, at + 5))
      for (const one of streams) page.apply(one)
      waited = streams.length > 0 ? 0 : waited + 5
      longest = Math.max(longest, waited)
    }
    return longest
  }

  assert.ok(longestWait("Once **upon** a time. ".repeat(1000)) < 20)
  assert.ok(longestWait("\n\n") <= 5)
  const wait = longestWait("> - a\nb\n".repeat(700))
  assert.ok(wait > 50 && wait < 2000, String(wait))

  const shown = page.text
  for (const streams of stream.flush()) page.apply(streams)
  assert.ok(page.text.length > shown.length && page.text.startsWith(shown))
  assert.deepEqual(stream.flush(), [])
})

test("a list that becomes loose is read anew, and one that is very long goes on as it is written", () => {
  const shown = (items: number) => {
    const stream = new MarkdownStream(TARGET)
    const text = "- a\n".repeat(items)
    for (let at = 0; at < text.length; at += 2000) stream.push(text.slice(at, at + 2000))
    stream.push("\n- *b*\n\nEnd *c*\n\n.")
    stream.flush()
    return stream.html
  }

  assert.match(shown(1000), /<li[^>]*><p[^>]*><em>b<\/em>/)
  assert.match(shown(12_000), /<br>- \*b\*<\/p>\s*<p[^>]*>End <em>c<\/em>/)
})

test("a block of which very much is not settled goes on as it is written, up to its end", () => {
  const stream = new MarkdownStream(TARGET)
  for (const part of Array<string>(30).fill("x/".repeat(140))) stream.push(part)
  stream.push("`b` c\n\n`d`\n\nEnd")
  stream.flush()
  assert.match(stream.html, /x\/`b` c<\/p>\s*<p[^>]*><code>d<\/code><\/p>/)
})

test("of two definitions of a link above it, the first holds", () => {
  const stream = new MarkdownStream(TARGET)
  for (const part of ["[a]: https://b.example\n\nOne\n\n", "[a]: https://c.example\n\nTwo\n\n", "[a]\n\nEnd"])
    stream.push(part)
  assert.match(stream.html, /<a href="https:\/\/b\.example"/)
})

test("words in the middle of a text are not read", (context) => {
  const { mock } = context.mock.method(MarkdownLexer.prototype, "lex")
  const stream = new MarkdownStream(TARGET)
  stream.push("- Once **upon** a time")
  const read = mock.callCount()
  for (const word of " there was a clock that struck".split(/(?= )/))
    assert.equal(stream.push(word).length, 1)
  assert.equal(mock.callCount(), read)
})

test("very much code has the same colours while it streams and in the end", () => {
  const source = "```js\nlet a = 1\n```\n\nAnd\n\n".repeat(1500)
  const stream = new MarkdownStream(TARGET)
  for (let at = 0; at < source.length; at += 200) stream.push(source.slice(at, at + 200))
  stream.flush()
  const coloured = (html: string) => html.split(' hljs"').length
  assert.ok(coloured(markdown(source)) < 1200)
  assert.equal(coloured(stream.html), coloured(markdown(source)))
})

type Moment = { page: StreamPage; stream: MarkdownStream; soFar: string }
type Look = (moment: Moment) => void

function streamed(source: string, seed: number, { longestChunk = 8, look = (() => {}) as Look } = {}) {
  const next = random(seed)
  const stream = new MarkdownStream(TARGET)
  const page = emptyPage()
  let sent = 0

  for (let start = 0; start < source.length; ) {
    const end = start + 1 + Math.floor(next() * longestChunk)
    const soFar = source.slice(0, end)
    const streams = stream.push(source.slice(start, end)).join("")
    start = end
    sent += streams.length
    page.apply(streams)
    look({ page, stream, soFar })
  }

  for (const streams of stream.flush()) page.apply(streams)
  return { page, sent }
}

function emptyPage() {
  return finished("")
}

function finished(source: string) {
  return new StreamPage(`<div id="${TARGET}">${markdown(source)}</div>`)
}

// What is still open has ids that the finished message has not, and what is closed no links that are defined later.
function withoutIds(page: StreamPage) {
  const html = page.html.replace(LINK_DEFINED_LATER, "$1").replace(FOOTNOTE_LINK, "$1").replace(FOOTNOTES, "")
  return withoutSpaces(html).replace(/ id="m1-\w+"/g, "")
}

// A block that is taken back leaves the line end behind it.
function elements(page: StreamPage) {
  return withoutSpaces(page.html)
}

function withoutSpaces(html: string) {
  return html.replace(/>\s+</g, "><")
}

function visible(page: StreamPage) {
  return page.text.replace(/\s/g, "")
}

function sentPerByte(source: string) {
  return streamed(source, 1, { longestChunk: 60 }).sent / markdown(source).length
}
