import assert from "node:assert/strict"
import { test } from "node:test"
import { Pace } from "../../server/turbo/pace.ts"

test("a message that costs nothing is shown as often as the screen", () => {
  assert.equal(new Pace().rest({}, { rendering: 0.1, showing: 0.2 }), 16)
})

test("a message that takes long to render rests four times as long", () => {
  assert.equal(new Pace().rest({}, { rendering: 50, showing: 50 }), 200)
})

test("the more there are at once, and the more each costs, the longer each rests", () => {
  const pace = new Pace()
  const messages = Array.from({ length: 200 }, () => ({}))
  const rests = messages.map((message) => pace.rest(message, { rendering: 0.1, showing: 0.25 }))

  assert.equal(rests[0], 16)
  assert.ok((rests.at(-1) ?? 0) > 90 && (rests.at(-1) ?? 0) <= 100, `${rests.at(-1)} ms`)
})
