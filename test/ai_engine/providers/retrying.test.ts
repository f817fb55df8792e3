import assert from "node:assert/strict"
import { test } from "node:test"
import { APIConnectionError, APIError } from "openai"
import { retrying } from "../../../server/ai_engine/providers/retrying.ts"
import { PATIENCE } from "../../support/patience.ts"

test("calls again after the time that the server asks for, in seconds, milliseconds or as a date", async () => {
  const past = new Date(Date.now() - 60_000).toUTCString()
  const refusals = [turnedAway({ "retry-after-ms": "1" }), turnedAway({ "retry-after": past })]

  assert.equal(await retrying(callRefused(refusals)), "done")
})

test("waits a little by itself where the server does not say how long", async () => {
  assert.equal(await retrying(callRefused([turnedAway({})])), "done")
})

test("gives up after the second retry, and at once where the server asks for a long pause", async () => {
  const soon = Array.from({ length: 3 }, () => turnedAway({ "retry-after": "0" }))
  await assert.rejects(retrying(callRefused(soon)), soon[2])

  const later = [turnedAway({ "retry-after": "9" })]
  await assert.rejects(retrying(callRefused(later)), later[0])
})

test("never repeats what may have reached the model", async () => {
  const lost = [new APIConnectionError({ message: "Connection error." })]
  await assert.rejects(retrying(callRefused(lost)), lost[0])
})

test("an aborted signal ends the pause", { timeout: PATIENCE }, async () => {
  const controller = new AbortController()
  setImmediate(() => controller.abort())

  const refused = callRefused([turnedAway({ "retry-after": "8" })])
  await assert.rejects(retrying(refused, controller.signal), { name: "AbortError" })
})

function turnedAway(headers: Record<string, string>) {
  return APIError.generate(429, { error: { message: "Too many." } }, undefined, new Headers(headers))
}

/** Throws one error after the other, then is done. */
function callRefused(errors: Error[]) {
  const left = [...errors]
  return async () => {
    const error = left.shift()
    if (error) throw error
    return "done"
  }
}
