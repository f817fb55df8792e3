import assert from "node:assert/strict"
import { performance } from "node:perf_hooks"
import { test } from "node:test"
import { setImmediate as turn, setTimeout as pause } from "node:timers/promises"
import { LoopTimer, loopTimeout } from "../../server/lib/loop_timer.ts"
import { until } from "../support/until.ts"

test("ends after its time, and not before", async () => {
  const began = performance.now()
  const { promise, resolve } = Promise.withResolvers<void>()
  new LoopTimer(100, resolve)

  await promise
  assert.ok(performance.now() - began >= 99)
})

test("begins anew as often as it is told to, and never ends once it was stopped", async () => {
  let ends = 0
  const restarted = new LoopTimer(200, () => ends++)
  const stopped = new LoopTimer(20, () => ends++)
  stopped.stop()

  for (let times = 0; times < 20; times++) {
    await pause(20)
    restarted.restart()
  }
  assert.equal(ends, 0)
  await until(() => ends === 1)
})

test("the time in which the process stood still counts little", async () => {
  let hasEnded = false
  new LoopTimer(400, () => {
    hasEnded = true
  })

  standStill(1_000)
  for (let turns = 0; turns < 10; turns++) await turn()
  assert.equal(hasEnded, false)
  await until(() => hasEnded)
})

test("what has arrived while the process stood still is heard before the timer ends, however near its end was", async () => {
  let hasEnded = false
  const timer = new LoopTimer(100, () => {
    hasEnded = true
  })
  await pause(85)

  standStill(500)
  // As what is read off a connection: after the timers, before the loop turns.
  setImmediate(() => timer.restart())
  await pause(1)
  await turn()
  assert.equal(hasEnded, false)
  await until(() => hasEnded)
})

test("as a signal it aborts with a TimeoutError", async () => {
  const signal = loopTimeout(10)
  await until(() => signal.aborted)
  assert.equal(signal.reason.name, "TimeoutError")
})

function standStill(milliseconds: number) {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}
