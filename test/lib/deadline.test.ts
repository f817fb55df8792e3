import assert from "node:assert/strict"
import { test } from "node:test"
import { withinMilliseconds } from "../../server/lib/deadline.ts"
import { inTime } from "../support/in_time.ts"

test("what comes in time is handed on, whether it is good or bad", async () => {
  assert.equal(await withinMilliseconds(1_000, Promise.resolve("up")), "up")
  await assert.rejects(withinMilliseconds(1_000, Promise.reject(new Error("away"))), { message: "away" })
})

test("what does not come is given up, and may fail later unseen", async () => {
  const { promise, reject } = Promise.withResolvers()

  const answer = inTime(withinMilliseconds(5, promise), "It was waited for.")
  await assert.rejects(answer, { message: "No answer within 5 ms." })
  reject(new Error("too late"))
})
