import { openKitchen } from "../ai_engine/support/kitchen.ts"
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { Reaper } from "../../jobs/reaper.ts"
import { AIEngine, Run } from "../../server/ai_engine/index.ts"

AIEngine.setup({
  api: "chat_completions",
  baseURL: "http://127.0.0.1:9",
  models: ["gpt-6-luna"],
  idleTimeout: 5,
})

let run: Run
let reaper: Reaper

/** One that asked its provider, and whose process then died. */
beforeEach(async () => {
  const { cook, assistantThread } = await openKitchen()
  run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  await run.start()
  await Run.query()
    .where({ id: run.id })
    .update({ heartbeatAt: new Date(Date.now() - 60_000) })
  reaper = new Reaper()
})

test("a run without a beat is ended in the second round that finds it so", async () => {
  await reaper.look()
  assert.equal((await run.reload()).status, "in_progress")
  await reaper.look()
  assert.equal((await run.reload()).errorCode, "interrupted")
})

test("after a database that did not answer, hearts have a whole round to beat again", async (t) => {
  await reaper.look()
  t.mock.method(Run, "stopped", () => Promise.reject(new Error("away")))
  await reaper.look()
  t.mock.restoreAll()

  await reaper.look()
  assert.equal((await run.reload()).status, "in_progress")
  await reaper.look()
  assert.equal((await run.reload()).status, "incomplete")
})

test("so they have after one that could be read, and was written only late", async (t) => {
  await reaper.look()
  t.mock.method(Run, "tryToWrite", () => pause(1_600))
  await reaper.look()
  t.mock.restoreAll()
  assert.equal((await run.reload()).status, "in_progress")

  await reaper.look()
  assert.equal((await run.reload()).status, "incomplete")
})

test("a run that can't be ended does not keep the others waiting", async (t) => {
  const earlier = run
  const { cook, assistantThread } = await openKitchen()
  run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  await run.start()
  await Run.query()
    .where({ id: run.id })
    .update({ heartbeatAt: new Date(Date.now() - 60_000) })
  t.mock.method(Run.prototype, "takeUp", function takeUp(this: Run) {
    return this.id === earlier.id ? Promise.reject(new Error("odd")) : takeUpOf(this)
  })

  await reaper.look()
  await reaper.look()
  assert.deepEqual(
    [(await earlier.reload()).status, (await run.reload()).status],
    ["in_progress", "incomplete"],
  )
})

test("a run whose process died before it asked is queued again", async () => {
  await Run.query().where({ id: run.id }).update({ startedAt: null })
  await reaper.look()
  await reaper.look()
  assert.deepEqual([(await run.reload()).status, run.heartbeatAt], ["queued", null])
})

const { takeUp } = Run.prototype

function takeUpOf(run: Run) {
  return takeUp.call(run)
}
