import { openKitchen } from "./support/kitchen.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { AIEngine, Run } from "../../server/ai_engine/index.ts"
import { heartbeat } from "../../server/ai_engine/heartbeat.ts"
import { LifeSign } from "../../server/ai_engine/life_sign.ts"
import { transaction } from "../../db/index.ts"
import { until } from "../support/until.ts"

const LONG_AGO = new Date(Date.now() - 60_000)
const SECOND = 1_000_000_000n

AIEngine.setup({ api: "demo", models: ["gpt-6-luna"], idleTimeout: 5 })

async function stoppedRun() {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  await Run.query().where({ id: run.id }).update({ heartbeatAt: LONG_AGO })
  return run
}

async function hasBeaten(run: Run) {
  await run.reload()
  return Number(run.heartbeatAt) > Number(LONG_AGO)
}

test("the thread beats for runs of this process, for their claim alone, until they are left", async (t) => {
  const [first, ours, anothers, left, handedOver] = [
    await stoppedRun(),
    await stoppedRun(),
    await stoppedRun(),
    await stoppedRun(),
    await stoppedRun(),
  ]
  // Its thread has started.
  t.after(heartbeat.beatFor({ id: first.id, claims: 1 }))
  await until(() => hasBeaten(first))

  heartbeat.beatFor({ id: left.id, claims: 1 })()
  t.after(heartbeat.beatFor({ id: anothers.id, claims: 0 }))
  t.after(heartbeat.beatFor({ id: handedOver.id, claims: 1 }))
  t.after(heartbeat.beatFor({ id: ours.id, claims: 1 }))
  await handedOver.handOver()

  await until(() => hasBeaten(ours))
  assert.deepEqual([await hasBeaten(anothers), await hasBeaten(left)], [false, false])
  assert.ok((await handedOver.reload()).handedOver)
})

test("a second job for a run that is left stops no heart of the first", async (t) => {
  const run = await stoppedRun()
  t.after(heartbeat.beatFor({ id: run.id, claims: 1 }))
  heartbeat.beatFor({ id: run.id, claims: 1 })()
  await until(() => hasBeaten(run))
})

test("a run whose claim is still to come beats as soon as it has come", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  t.after(heartbeat.beatFor({ id: run.id, claims: 1 }))
  await run.claim()
  await Run.query().where({ id: run.id }).update({ heartbeatAt: LONG_AGO })
  await until(() => hasBeaten(run))
})

test("a run that is being ended keeps no other heart from beating", {
  skip: !process.env.TEST_DATABASE,
}, async (t) => {
  const [held, other] = [await stoppedRun(), await stoppedRun()]
  for (const { id } of [held, other]) t.after(heartbeat.beatFor({ id, claims: 1 }))

  await transaction(async () => {
    await Run.query().where({ id: held.id }).update({ updatedAt: new Date() })
    await until(async () => {
      const [row] = await Run.where({ id: other.id })
      return Number(row?.heartbeatAt) > Number(LONG_AGO)
    })
  })
})

test("a heart beats for an event loop that stood still for thirty seconds, and not for one that is stuck", () => {
  const sign = new LifeSign()
  sign.give(100n * SECOND)
  const inTheThread = new LifeSign(sign.memory)

  assert.deepEqual([inTheThread.isFresh(130n * SECOND), inTheThread.isFresh(141n * SECOND)], [true, false])
  sign.give(141n * SECOND)
  assert.ok(inTheThread.isFresh(150n * SECOND))
})
