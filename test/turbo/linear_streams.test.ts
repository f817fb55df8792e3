import assert from "node:assert/strict"
import { test, type TestContext } from "node:test"
import { MarkdownLexer } from "../../server/helpers/markdown_lexer.ts"
import { AppendOnlyMarkdown } from "../../server/markdown/append_only_markdown.ts"
import { ReadingCredit } from "../../server/markdown/reading_credit.ts"
import { MarkdownStream } from "../../server/turbo/markdown_stream.ts"
import { compositions, KNOWN_SHAPES } from "../support/markdown_shapes.ts"

/** Characters: of the text, and of the pieces in which it comes. To read all that is there each time takes 150 readings of each. */
const LENGTH = 6000
const PIECE = 20
const MOST_READINGS = 112
const COMPOSITIONS = 15
/** What a stream has in reserve when it begins. */
const RESERVE = 1_000_000

for (const [name, newStream] of Object.entries({
  "a page that watches": () => new MarkdownStream("message_1_content"),
  "a page without scripts": () => new AppendOnlyMarkdown(),
}))
  test(`for ${name}, the characters of a long text are not read again and again`, (context) => {
    const { mock } = context.mock.method(MarkdownLexer.prototype, "lex")
    withoutReserve(context)

    for (const [shape, make] of Object.entries({ ...KNOWN_SHAPES, ...compositions(2, COMPOSITIONS) })) {
      mock.resetCalls()
      pushAll(newStream(), make(LENGTH))
      const read = mock.calls.reduce((sum, { arguments: [text] }) => sum + text.length, 0)
      assert.ok(read <= MOST_READINGS * LENGTH, `${shape}: ${(read / LENGTH).toFixed()} times`)
    }
  })

function pushAll(stream: MarkdownStream | AppendOnlyMarkdown, text: string) {
  for (let at = 0; at < text.length; at += PIECE) stream.push(text.slice(at, at + PIECE))
}

function withoutReserve({ mock }: TestContext) {
  const { earn } = ReadingCredit.prototype
  const known = new WeakSet<ReadingCredit>()
  mock.method(ReadingCredit.prototype, "earn", function (this: ReadingCredit, characters: number) {
    if (!known.has(this)) this.spend(RESERVE)
    known.add(this)
    earn.call(this, characters)
  })
}
