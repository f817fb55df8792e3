import assert from "node:assert/strict"
import { test } from "node:test"
import { FrameRate } from "../../server/turbo/frame_rate.ts"

test("a message that costs nothing is shown as often as the screen", () => {
  assert.equal(new FrameRate().interval({}, { rendering: 0.1, showing: 0.2 }), 16)
})

test("a message that takes long to render does so for a fifth of the time", () => {
  assert.equal(new FrameRate().interval({}, { rendering: 50, showing: 50 }), 250)
})

test("the more there are at once, and the more each costs, the longer each waits", () => {
  const frameRate = new FrameRate()
  const messages = Array.from({ length: 200 }, () => ({}))
  const intervals = messages.map((message) => frameRate.interval(message, { rendering: 0.1, showing: 0.25 }))

  assert.equal(intervals[0], 16)
  assert.ok((intervals.at(-1) ?? 0) > 90 && (intervals.at(-1) ?? 0) <= 100, `${intervals.at(-1)} ms`)
})
