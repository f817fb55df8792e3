import assert from "node:assert/strict"
import { test } from "node:test"
import { Client } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"

const { url, admin } = await openApp()
const BASE64URL = (text: string | Buffer) => Buffer.from(text).toString("base64url")

test("a cookie holds a sentence, or is passed over", async () => {
  for (const flash of [
    ...["null", "1", '"text"', "[]", '["notice"]', "true", "{", "", "{}", '{"__proto__":{"notice":"x"}}'].map(
      BASE64URL,
    ),
    ...['{"notice":{"a":1}}', '{"notice":["a"]}', '{"notice":null,"alert":7}', '{"constructor":"x"}'].map(
      BASE64URL,
    ),
    ...["bnVsbA", "%", "%E0%A4%A", "%00", "=", "===", "a=b", '"quoted"', "\u00ff", "A".repeat(8_000)],
    BASE64URL(Buffer.from([0xff, 0xfe, 0x00])),
  ]) {
    for (const path of ["/storytellers", "/session/new", "/nowhere"]) {
      const { status, text } = await admin.get(path, { Cookie: `flash=${flash}; ${admin.cookie}` })
      assert.equal(status, path === "/nowhere" ? 404 : 200, `${path} with ${flash.slice(0, 40)}`)
      assert.doesNotMatch(text, /class="flash/)
    }
  }
  const { text } = await admin.get("/storytellers", {
    Cookie: `flash=${BASE64URL('{"notice":"<b>Hello</b>","other":"x"}')}; ${admin.cookie}`,
  })
  assert.match(text, /class="flash"[^>]*>&lt;b&gt;Hello/)
})

test("whatever the session's cookie holds, it is nobody's", async () => {
  for (const token of [
    "",
    "null",
    "%",
    "%00",
    "%E0%A4%A",
    "[]",
    "__proto__",
    "\u00ff",
    "x".repeat(8_000),
    "a; session_token=b",
  ]) {
    const { status, location } = await new Client(url).get("/storytellers", {
      Cookie: `session_token=${token}`,
    })
    assert.deepEqual([status, location], [303, "/session/new?return_to=%2Fstorytellers"], token.slice(0, 40))
  }
})
