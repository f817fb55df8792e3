import assert from "node:assert/strict"
import { performance } from "node:perf_hooks"
import { test } from "node:test"
import { FrameRate } from "../../server/turbo/frame_rate.ts"
import { FrameTimer } from "../../server/turbo/frame_timer.ts"
import { inTime } from "../support/in_time.ts"
import { PATIENCE } from "../support/patience.ts"

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

test("answers that have ended hold up no others", (t) => {
  let now = 10_000
  t.mock.method(performance, "now", () => now)
  const rate = new FrameRate()
  const [last = {}, ...ended] = Array.from({ length: 100 }, () => ({}))
  const interval = (stream: object) => rate.interval(stream, { rendering: 0, showing: 1 })

  for (const stream of [...ended, last]) interval(stream)
  assert.ok(interval(last) > 100)
  for (let second = 0; second < 2; second += 1) {
    now += 1001
    interval(last)
  }
  assert.equal(interval(last), 16)
})

test("the end does not wait for a pause to be over", async () => {
  const timer = new FrameTimer()
  timer.begin(performance.now() + 10 * PATIENCE)
  const { pause } = timer

  timer.end()
  await inTime(Promise.resolve(pause), "The end waits for a pause.")
})
