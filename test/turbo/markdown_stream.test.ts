import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { MarkdownStream } from "../../server/turbo/markdown_stream.ts"
import { hostileMarkdown, markdownSamples } from "../support/markdown_samples.ts"
import { random } from "../support/random.ts"
import { StreamPage } from "../support/stream_page.ts"

const END = "\n\nThe end\n\n."

for (const [name, source] of Object.entries(markdownSamples)) {
  test(`${name}: after every push the page equals a snapshot, and in the end the whole`, () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const { page } = streamed(source + END, seed, ({ page, stream }) => {
        const latecomer = emptyPage()
        latecomer.apply(stream.snapshot())
        assert.equal(elements(page), elements(latecomer))
      })

      assert.equal(visible(page), visible(new StreamPage(markdown(source + END))))
    }
  })

  test(`${name}: what shows is always the beginning of what will`, () => {
    const whole = visible(new StreamPage(markdown(source)))

    for (let seed = 1; seed <= 3; seed += 1) {
      streamed(source, seed, ({ page, soFar }) => {
        assert.ok(
          whole.startsWith(visible(page)),
          `after ${JSON.stringify(soFar.slice(-40))}: ${visible(page).slice(-40)}`,
        )
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

    streamed(source, round, ({ page, stream }) => {
      const latecomer = emptyPage()
      latecomer.apply(stream.snapshot())
      assert.equal(elements(page), elements(latecomer), JSON.stringify(source))
    })
  }
})

test("nothing hostile runs or leaves its element, at no moment", () => {
  for (const source of hostileMarkdown) {
    streamed(`Text ${source}${END}`, 3, ({ page, soFar }) => {
      const [target] = page.elements()
      assert.equal(target?.parent?.children.length, 1, soFar)

      for (const { name, attribs } of page.elements()) {
        assert.doesNotMatch(name, /script|img|svg|style|form|input|template|turbo-stream|body/, soFar)
        assert.doesNotMatch(Object.keys(attribs).join(), /^on|,on/, soFar)
        assert.match(attribs.href ?? "https:", /^(https?|mailto):/, soFar)
      }
    })
  }
})

test("text that grows sends what is new, and closed blocks are never touched again", () => {
  const stream = new MarkdownStream("m")

  stream.push("# Title\n\nHello **wo")
  assert.deepEqual(stream.push("# Title\n\nHello **world**, again"), [
    '<turbo-stream action="append" target="m-3"><template>rld</template></turbo-stream>',
    '<turbo-stream action="append" target="m-2"><template>, again</template></turbo-stream>',
  ])
})

test("an open code block grows as it is, and has its colours when it is closed", () => {
  const stream = new MarkdownStream("m")

  stream.push("```js\nlet a")
  assert.deepEqual(stream.push("```js\nlet a = 1\n\n  b < c"), [
    '<turbo-stream action="append" target="m-3"><template> = 1\n\n  b &lt; c</template></turbo-stream>',
  ])
  assert.deepEqual(stream.push("```js\nlet a = 1\n\n  b < c\n```"), [])

  const [closing = "", ...others] = stream.push("```js\nlet a = 1\n\n  b < c\n```\n")
  assert.match(
    closing,
    /^<turbo-stream action="replace" target="m-3"><template><code .*hljs-keyword.*<\/code></s,
  )
  assert.deepEqual(others, [])
})

test("code that stays plain is not sent again when it is closed", () => {
  const stream = new MarkdownStream("m")
  const source = `\`\`\`js\n${"let a = 1\n".repeat(1000)}`

  stream.push(source)
  for (const more of ["", "let b", "let b\n```\n", "let b\n```\n\nText"]) {
    assert.doesNotMatch(stream.push(source + more).join(""), /let a/)
  }
})

test("a push that shows nothing new says nothing", () => {
  const stream = new MarkdownStream("m")

  assert.deepEqual(stream.push("**"), [])
  stream.push("**a")
  assert.deepEqual(stream.push("**a*"), [])
  assert.deepEqual(stream.push("**a**"), [])
})

test("what is sent grows with the text, not with its square", () => {
  for (const [name, source] of Object.entries(markdownSamples)) {
    const sample = `${source}\n\n`
    const [once, tenfold] = [1, 10].map((times) => bytesPerByte(sample.repeat(times)))
    assert.ok(Number(tenfold) < 1.5 * Number(once), `${name}: ${once} and ${tenfold}`)
  }
})

test("what is sent grows with one long block, not with its square", () => {
  const blocks = [
    "- item with **bold**, `code` and [link](https://a.example)\n",
    "| a | **b** |\n",
    "a line of code\n",
  ]
  const beginnings = ["", "| x | y |\n|---|---|\n", "```\n"]

  blocks.forEach((line, index) => {
    const [once, tenfold] = [10, 100].map((times) => bytesPerByte(beginnings[index] + line.repeat(times)))
    assert.ok(Number(tenfold) < 1.2 * Number(once), `${line}: ${once} and ${tenfold}`)
  })
})

type Moment = { page: StreamPage; stream: MarkdownStream; soFar: string }

function streamed(source: string, seed: number, look: (moment: Moment) => void = () => {}) {
  const next = random(seed)
  const stream = new MarkdownStream("message_1_content")
  const page = emptyPage()

  for (let end = 1; end < source.length + 9; end += 1 + Math.floor(next() * 8)) {
    const soFar = source.slice(0, end)
    page.apply(stream.push(soFar).join(""))
    look({ page, stream, soFar })
  }

  return { page }
}

function emptyPage() {
  return new StreamPage('<div id="message_1_content"></div>')
}

// A block that is taken back leaves the line end behind it.
function elements(page: StreamPage) {
  return page.html.replace(/>\s+</g, "><")
}

function visible(page: StreamPage) {
  return page.text.replace(/\s/g, "")
}

function bytesPerByte(source: string) {
  const stream = new MarkdownStream("message_1_content")
  let sent = 0

  for (let end = 1; end < source.length + 30; end += 30) {
    sent += stream.push(source.slice(0, end)).join("").length
  }
  return sent / markdown(source).length
}
