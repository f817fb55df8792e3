import assert from "node:assert/strict"
import { test } from "node:test"
import { MemoryLog } from "../../server/cable/memory_log.ts"
import { comparePositions } from "../../server/cable/position.ts"
import { event, listen } from "./support.ts"

const MINUTE = 60_000

test("a log that began anew, as after a restart, has every page of before refresh", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() })
  const before = new MemoryLog()
  const cursor = await before.append("stream", event("1"))
  await before.close()
  t.mock.timers.tick(1)

  const log = new MemoryLog()
  t.after(() => log.close())
  await log.append("stream", event("2"))
  assert.deepEqual((await listen(log, "stream", cursor)).texts, ["refresh"])
})

test("positions grow also where the clock is set back", async (t) => {
  const now = Date.now()
  t.mock.timers.enable({ apis: ["Date"], now })
  const log = new MemoryLog()
  t.after(() => log.close())
  const first = await log.append("stream", event("1"))

  t.mock.timers.setTime(now - MINUTE)
  const second = await log.append("stream", event("2"))
  assert.ok(comparePositions(first, second) < 0)
  assert.deepEqual((await listen(log, "stream", first)).texts, ["2"])
  assert.deepEqual((await listen(log, "stream", await log.position("stream"))).texts, [])
})

test("what nobody can come back to goes by itself, and its stream where nobody listens", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setInterval"], now: Date.now() })
  const log = new MemoryLog()
  t.after(() => log.close())
  await log.append("left", event("1"))
  await log.append("read", event("1"))
  await listen(log, "read", await log.position("read"))

  t.mock.timers.tick(9 * MINUTE)
  assert.deepEqual(
    [...log.sizes],
    [
      ["left", 1],
      ["read", 1],
    ],
  )
  t.mock.timers.tick(2 * MINUTE)
  assert.deepEqual([...log.sizes], [["read", 0]])
})
