import assert from "node:assert/strict"
import { test } from "node:test"
import { digestPassword, passwordMatches } from "../../server/lib/password.ts"

test("a password matches its digest and no other", async () => {
  const digest = await digestPassword("once upon a time")

  assert.equal(await passwordMatches("once upon a time", digest), true)
  assert.equal(await passwordMatches("Once upon a time", digest), false)
  assert.equal(await passwordMatches("", digest), false)
})

test("the same password has another digest each time, in which it does not show", async () => {
  const [first, second] = await Promise.all([digestPassword("open sesame"), digestPassword("open sesame")])

  assert.notEqual(first, second)
  assert.match(first, /^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
})

test("the same letters match however a keyboard writes them", async () => {
  assert.equal(
    await passwordMatches("caf\u0065\u0301 au lait", await digestPassword("caf\u00e9 au lait")),
    true,
  )
})

test("nobody's password matches nothing", async () => {
  assert.equal(await passwordMatches(""), false)
  assert.equal(await passwordMatches("A"), false)
})
