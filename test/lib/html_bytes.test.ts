import assert from "node:assert/strict"
import { test } from "node:test"
import { HtmlBytes } from "../../server/lib/html_bytes.ts"

test("bytes take the place of their mark, whatever they are", () => {
  const bytes = new HtmlBytes([Buffer.from("<p>é$&</p>"), Buffer.from("<p>☾</p>")])

  assert.equal(String(bytes.within(`<main>${bytes}</main>`)), "<main><p>é$&</p><p>☾</p></main>")
})

test("nobody can guess a mark", () => {
  assert.notEqual(`${new HtmlBytes([])}`, `${new HtmlBytes([])}`)
})
