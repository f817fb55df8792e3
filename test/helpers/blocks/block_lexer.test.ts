import assert from "node:assert/strict"
import { test } from "node:test"
import { Lexer, type Token, Tokenizer, type Tokens } from "marked"
import { BlockLexer } from "../../../server/helpers/blocks/block_lexer.ts"
import { markdown } from "../../../server/helpers/markdown.ts"
import { MarkdownTokenizer } from "../../../server/helpers/markdown_tokenizer.ts"
import { random } from "../../support/random.ts"

const OPENINGS = [
  "",
  "",
  "",
  "- ",
  "* ",
  "1. ",
  "2) ",
  "> ",
  ">",
  " ",
  "  ",
  "    ",
  "\t",
  ">\t",
  "-   ",
  "- [x] ",
]
const LINES = (
  "a|b c||=|---|===|***|# h|#|```|~~~|```js|[a]: b|[a]: b 'c|c'|[|\\|x  |-|*|1.|> q|<div>|    i|\ti|`|2. y|   |" +
  "a\u2028b"
)
  .split("|")
  .concat(["|a|b|", "|-|-|", "a|b", "-|-", "|-|", "a\\|b|c", ":-:|:-", "|"])

class MarkedTokenizer extends Tokenizer<string, string> {
  override html() {
    return undefined
  }
}

test("blocks are the ones that marked finds", () => {
  for (const seed of [1, 2, 3]) {
    const next = random(seed)
    const pick = <Value>(values: Value[]) => values[Math.floor(next() * values.length)]
    const line = () => Array.from({ length: next() * 4 }, () => pick(OPENINGS)).join("") + pick(LINES)
    const texts = Array.from({ length: 1500 }, () => Array.from({ length: 1 + next() * 10 }, line).join("\n"))

    for (const text of texts) {
      const expected = blocks(
        text,
        () => new Lexer({ gfm: true, breaks: true, tokenizer: new MarkedTokenizer() }),
      )
      if (expected)
        assert.deepEqual(
          blocks(text, () => new BlockLexer(new MarkdownTokenizer())),
          expected,
          text,
        )
    }
  }
})

test("a list in a quote goes on, also where it could not end the words above", () => {
  assert.equal(
    markdown("- a\n  > 2. x\nlazy"),
    '<ul>\n<li>a<blockquote>\n<ol start="2">\n<li>x<br>lazy</li>\n</ol>\n</blockquote>\n</li>\n</ul>\n',
  )
})

test("quotes that end in a heading again and again are read until that takes too long", () => {
  const quoted = (length: number) => markdown("a\n>=\n".repeat(length)).match(/<blockquote>/g)?.length ?? 0
  assert.equal(quoted(300), 150)
  assert.ok(quoted(40_000) < 1000)
})

/** Undefined where marked fails. */
function blocks(text: string, newLexer: () => Lexer<string, string>) {
  const lexer = newLexer()

  try {
    const tokens = lexer.blockTokens(text, lexer.tokens)
    const texts = textsIn(tokens)
    const queued = lexer.inlineQueue.filter(({ tokens }) => texts.has(tokens)).map(({ src }) => src)
    return JSON.stringify([tokens, lexer.tokens.links, queued], withoutText)
  } catch {
    return undefined
  }
}

// marked also queues what it reads a second time.
function textsIn(tokens: Token[]): Set<Token[]> {
  const lists = tokens.flatMap((token) => {
    const { tokens: own = [], items = [], header = [], rows = [] } = token as Tokens.Generic
    return [own, items, header, ...rows] as Token[][]
  })
  return new Set([...lists, ...lists.flatMap((list) => [...textsIn(list)])])
}

// Nothing reads the text of a quote.
function withoutText(_key: string, value: unknown) {
  const isQuote =
    typeof value === "object" && value !== null && "type" in value && value.type === "blockquote"
  return isQuote ? { ...value, text: undefined } : value
}
