import assert from "node:assert/strict"
import { test } from "node:test"
import { count } from "../../server/helpers/numbers.ts"

test("large numbers are grouped", () => {
  assert.equal(count(0), "0")
  assert.equal(count(1234567), "1,234,567")
})

test("a number that is not known is a dash", () => {
  assert.equal(count(null), "–")
})
