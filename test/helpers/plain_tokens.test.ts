import assert from "node:assert/strict"
import { test } from "node:test"
import { Lexer } from "marked"
import { INLINE_RULES } from "../../server/helpers/inline_rules.ts"
import { MarkdownTokenizer } from "../../server/helpers/markdown_tokenizer.ts"
import { plainTokens } from "../../server/helpers/plain_tokens.ts"
import { random } from "../support/random.ts"

const PIECES = [
  ..." \t\n\u00a0\u2028abhw-+=#>|(){}]!?.,:;'\"/%^1汉。é😀\\<[`*_~$&@",
  "  ",
  "word ",
  "\n\n",
  " \n",
  "www.a.b",
  "http://a.b",
  "ftp:",
  "mailto:a@b.c",
  "xmpp:a",
]

test("words without Markdown are read as they would be with it", () => {
  const next = random(1)
  let plain = 0

  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: next() * 7 }, () => PIECES[Math.floor(next() * PIECES.length)]).join("")
    const tokens = plainTokens(text)

    if (tokens) {
      plain += 1
      assert.deepEqual(tokens, read(text), JSON.stringify(text))
    }
  }
  assert.ok(plain > 5000)
})

test("most of what there may be Markdown in is left to be read", () => {
  for (const text of [
    "*a*",
    "`a`",
    "[a]",
    "<br>",
    "a\\\nb",
    "&amp;",
    "$a$",
    "~~a~~",
    "_a_",
    "a@b.c",
    "www.a.b",
    "https://a.b",
    "a\n",
  ])
    assert.equal(plainTokens(text), undefined, text)
})

function read(text: string) {
  const tokenizer = new MarkdownTokenizer()
  const lexer = new Lexer<string, string>({ gfm: true, breaks: true, tokenizer })
  tokenizer.rules = { ...tokenizer.rules, inline: INLINE_RULES }
  return lexer.inlineTokens(text)
}
