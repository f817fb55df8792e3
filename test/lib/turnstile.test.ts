import assert from "node:assert/strict"
import { test } from "node:test"
import { Turnstile } from "../../server/lib/turnstile.ts"

test("so many are inside at once, in the order they came, and an error lets the next one in", async () => {
  const turnstile = new Turnstile(2)
  const inside = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const entered: number[] = []
  const passing = inside.map(({ promise }, index) =>
    turnstile.pass(async () => {
      entered.push(index)
      await promise
    }),
  )
  passing[1]?.catch(() => {})

  assert.deepEqual(entered, [0, 1])
  inside[1]?.reject(new Error("Out"))
  await assert.rejects(passing[1] as Promise<void>, /Out/)
  assert.deepEqual(entered, [0, 1, 2])

  for (const { resolve } of inside) resolve()
  await Promise.allSettled(passing)
  assert.deepEqual(entered, [0, 1, 2, 3, 4])
  assert.equal(await turnstile.pass(async () => "free again"), "free again")
})
