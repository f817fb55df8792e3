import assert from "node:assert/strict"
import { test } from "node:test"
import { comparePositions, isPosition, positionBefore } from "../../server/cable/position.ts"

test("positions are compared by time, then by sequence, as numbers", () => {
  const positions = ["10-0", "9-7", "10-10", "10-9"]

  assert.deepEqual(positions.toSorted(comparePositions), ["9-7", "10-0", "10-9", "10-10"])
  assert.equal(comparePositions("10-9", "10-9"), 0)
})

test("the position before another has nothing between", () => {
  assert.equal(positionBefore("10-2"), "10-1")
  assert.equal(comparePositions(positionBefore("10-0"), "10-0") < 0, true)
  assert.equal(comparePositions(positionBefore("10-0"), "9-1000000") > 0, true)
  assert.equal(isPosition(positionBefore("10-0")), true)
})

test("anything else than two numbers is no position", () => {
  for (const text of [
    "",
    "1",
    "1-",
    "-1",
    "1-2-3",
    "1-x",
    "+",
    "$",
    " 1-2",
    "1-2\n",
    `${"9".repeat(40)}-0`,
  ]) {
    assert.equal(isPosition(text), false, JSON.stringify(text))
  }
})
