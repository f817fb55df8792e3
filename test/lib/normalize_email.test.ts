import assert from "node:assert/strict"
import { test } from "node:test"
import { normalizeEmail } from "../../server/lib/normalize_email.ts"

test("what a person takes for the same address is the same", () => {
  for (const typed of [
    "ada@example.com",
    "ADA@Example.COM",
    " ada@example.com\r\n",
    "\u00a0\u3000\u2003ada@example.com\u2028",
    "ada\0@example.com",
    "ada\t@exam\u0007ple.com",
    "\u200bada\u200d@\u2060example.com\ufeff",
    "a\u00adda@example.com",
    "\u202eada@example.com\u2066",
    "ada\ufe0f@example.com",
    "ad\u3164a@example.com",
    "ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    "𝐚𝐝𝐚@example.com",
    "ⓐda@example.com",
    `${" ".repeat(900)}ada@example.com`,
  ]) {
    assert.equal(normalizeEmail(typed), "ada@example.com", JSON.stringify(typed))
  }
  assert.equal(normalizeEmail("Jose\u0301@example.com"), normalizeEmail("JOSÉ@EXAMPLE.COM"))
  assert.equal(normalizeEmail("\u212aelvin@example.com"), "kelvin@example.com")
  assert.equal(normalizeEmail("x\ud800@example.com"), normalizeEmail("x\udbff@example.com"))
})

test("what are different addresses stay different", () => {
  const typed = [
    "straße@x.de",
    "strasse@x.de",
    "ılık@x.tr",
    "ilik@x.tr",
    "ada@x.com",
    "аda@x.com",
    "a da@x.com",
  ]
  assert.equal(new Set(typed.map(normalizeEmail)).size, typed.length)
})

test("normalizing twice changes nothing more, whatever the characters", () => {
  const unstable = []

  for (let code = 0; code <= 0x10ffff; code++) {
    const once = normalizeEmail(`a${String.fromCodePoint(code)}\u0301b@x`)
    if (normalizeEmail(once) !== once || once.includes("\0")) unstable.push(code.toString(16))
  }
  assert.deepEqual(unstable, [])
})

test("what is far too long is nobody's", () => {
  assert.equal(normalizeEmail(`ada@example.com${"\0".repeat(1_000)}`), "")
})
