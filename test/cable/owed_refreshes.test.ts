import assert from "node:assert/strict"
import { test } from "node:test"
import { setImmediate as turn } from "node:timers/promises"
import { OwedRefreshes } from "../../server/cable/owed_refreshes.ts"

const SECOND = 1_000

test("pages are told to refresh once, after a second, and again only where that failed", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const told: string[] = []
  let failures = 2
  const refreshes = new OwedRefreshes(async (stream) => {
    if (failures-- > 0) throw new Error("Redis is full.")
    told.push(stream)
  })
  async function pass(seconds: number) {
    for (let second = 0; second < seconds; second++) {
      t.mock.timers.tick(SECOND)
      await turn()
    }
  }

  for (const stream of ["one", "other", "one"]) refreshes.add(stream)
  await pass(2)
  assert.deepEqual(told, [])
  await pass(5)
  assert.deepEqual(told, ["one", "other"])

  refreshes.add("one")
  await pass(5)
  assert.deepEqual(told, ["one", "other", "one"])
})
