import { openKitchen } from "./support/kitchen.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { AIEngine, Run } from "../../server/ai_engine/index.ts"
import { Heartbeat, heartbeat } from "../../server/ai_engine/runs/heartbeat.ts"
import { LifeSign } from "../../server/ai_engine/runs/life_sign.ts"
import { connection, transaction } from "../../db/index.ts"
import type { Worker } from "node:worker_threads"
import { until } from "../support/until.ts"

const LONG_AGO = new Date(Date.now() - 60_000)
const SECOND = 1_000_000_000n

AIEngine.setup({ api: "demo", models: ["gpt-6-luna"], idleTimeout: 5 })

async function stoppedRun() {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  await stopHeart(run)
  return run
}

function stopHeart({ id }: Run) {
  return Run.query().where({ id }).update({ heartbeatAt: LONG_AGO })
}

/** As the reaper looks for it: a time that the database can't compare is none. */
async function hasBeaten({ id }: Run) {
  const inAMinute = new Date(Date.now() + 60_000)
  const query = Run.query().where({ id }).where("heartbeatAt", ">", LONG_AGO)
  return Boolean(await query.where("heartbeatAt", "<", inAMinute).first())
}

test("the thread beats for runs of this process, for their claim alone, until they are left", async (t) => {
  const [first, ours, anothers, left, released] = [
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
  t.after(heartbeat.beatFor({ id: released.id, claims: 1 }))
  t.after(heartbeat.beatFor({ id: ours.id, claims: 1 }))
  await released.release()

  await until(() => hasBeaten(ours))
  assert.deepEqual([await hasBeaten(anothers), await hasBeaten(left)], [false, false])
  assert.ok((await released.reload()).released)
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
  await stopHeart(run)
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

test("an event loop that turns says so again and again, for as long as it has runs", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] })
  const sign = new LifeSign()
  const stop = new Heartbeat(sign).beatFor({ id: 0, claims: 1 })

  sign.give(0n)
  t.mock.timers.tick(500)
  assert.ok(sign.isFresh())
  stop()
  sign.give(0n)
  t.mock.timers.tick(500)
  assert.ok(!sign.isFresh(60n * SECOND))
})

test("the heart of an event loop that is stuck stands still", async (t) => {
  const [stuck, other] = [await stoppedRun(), await stoppedRun()]
  const sign = new LifeSign()
  sign.give()
  t.mock.method(sign, "give", () => {})
  t.after(new Heartbeat(sign).beatFor({ id: stuck.id, claims: 1 }))
  await until(() => hasBeaten(stuck))

  Atomics.store(sign.memory, 0, process.hrtime.bigint() - 60n * SECOND)
  await stopHeart(stuck)
  t.after(new Heartbeat().beatFor({ id: other.id, claims: 1 }))
  for (const _ of ["the first", "the second"]) {
    await until(() => hasBeaten(other))
    await stopHeart(other)
  }
  assert.equal(await hasBeaten(stuck), false)
})

test("where the heart's thread breaks, another one beats", async (t) => {
  const run = await stoppedRun()
  const broken = new Promise<Worker>((resolve) => process.once("worker", resolve))
  t.after(new Heartbeat().beatFor({ id: run.id, claims: 1 }))
  await (await broken).terminate()
  await stopHeart(run)

  await until(() => hasBeaten(run))
})

test("where the heart's connection breaks, it beats over another one", {
  skip: !process.env.TEST_DATABASE,
}, async (t) => {
  const run = await stoppedRun()
  t.after(heartbeat.beatFor({ id: run.id, claims: 1 }))
  await until(() => hasBeaten(run))
  const another = t.mock.fn()
  process.on("worker", another)
  t.after(() => process.off("worker", another))

  await connection().raw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%SKIP LOCKED%'`)
  await stopHeart(run)
  await until(() => hasBeaten(run))
  assert.equal(another.mock.callCount(), 0)
})

test("a run beats while it is performed", async () => {
  const { cook, assistantThread } = await openKitchen()
  const stop = new AbortController()
  const performed = cook.aiEngineRun({ assistantThread, content: "Begin.", signal: stop.signal })
  const run = await until(() => assistantThread.lastRun())
  await until(async () => (await run.reload()).status === "in_progress")
  await stopHeart(run)

  await until(() => hasBeaten(run))
  stop.abort()
  await performed
})
