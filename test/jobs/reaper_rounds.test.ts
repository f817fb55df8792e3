import { openKitchen } from "../ai_engine/support/kitchen.ts"
import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"
import { setImmediate as nextTurn } from "node:timers/promises"
import { queue } from "../../jobs/queue.ts"
import { Reaper } from "../../jobs/reaper.ts"
import { AIEngine, Run } from "../../server/ai_engine/index.ts"

const SECOND = 1_000

let run: Run
let reaper: Reaper
const adding = mock.method(queue, "add", async () => {})

/** One that asked its provider, and whose process then died. */
beforeEach(async () => {
  setUp()
  run = await dead()
  reaper = new Reaper()
})

function setUp(background = false) {
  const api = background ? "responses" : "chat_completions"
  AIEngine.setup({ api, background, baseURL: "http://127.0.0.1:9", models: ["gpt-6-luna"], idleTimeout: 5 })
}

async function dead() {
  const dying = await asked()
  await dying.claim()
  await dying.start()
  await Run.query()
    .where({ id: dying.id })
    .update({ heartbeatAt: new Date(Date.now() - 60 * SECOND) })
  return dying
}

async function asked() {
  const { cook, assistantThread } = await openKitchen()
  return cook.aiEngineAsk({ assistantThread, content: "Begin." })
}

function jobsOf({ id }: Run) {
  const jobs = adding.mock.calls.map(({ arguments: [job, options] }) => {
    return { runId: job?.arguments.runId, claims: job?.arguments.claims, once: options?.once }
  })
  return jobs.filter(({ runId }) => runId === id).map(({ claims, once }) => ({ claims, once }))
}

test("a run without a beat is ended in the second round that finds it so", async () => {
  await reaper.look()
  assert.equal((await run.reload()).status, "in_progress")
  await reaper.look()
  assert.equal((await run.reload()).errorCode, "interrupted")
})

test("after a database that did not answer, hearts have a whole round to beat again", async (t) => {
  await reaper.look()
  t.mock.method(Run, "stalled", () => Promise.reject(new Error("away")))
  await reaper.look()
  t.mock.restoreAll()

  await reaper.look()
  assert.equal((await run.reload()).status, "in_progress")
  await reaper.look()
  assert.equal((await run.reload()).status, "incomplete")
})

test("so they have after one that could be read, and was written only late", async (t) => {
  await reaper.look()
  let now = 0
  t.mock.method(performance, "now", () => now)
  t.mock.method(Run, "tryToWrite", async () => {
    now = 1.5 * SECOND
  })
  await reaper.look()
  t.mock.restoreAll()
  assert.equal((await run.reload()).status, "in_progress")

  await reaper.look()
  assert.equal((await run.reload()).status, "incomplete")
})

test("a run that can't be ended does not keep the others waiting", async (t) => {
  const earlier = run
  run = await dead()
  t.mock.method(Run.prototype, "resume", function resume(this: Run) {
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
  assert.deepEqual(jobsOf(run), [{ claims: 1, once: true }])
})

test("a run that was handed over is queued at once, and given up where nobody takes it up for half a minute", async (t) => {
  setUp(true)
  await Run.query().where({ id: run.id }).update({ remoteId: "resp_1", api: "responses", heartbeatAt: null })
  const released = Date.now()
  t.mock.timers.enable({ apis: ["Date"], now: released })

  for (const seconds of [0, 3, 29]) {
    t.mock.timers.setTime(released + seconds * SECOND)
    await reaper.look()
  }
  assert.deepEqual(jobsOf(run), Array(3).fill({ claims: 1, once: true }))
  assert.equal((await run.reload()).status, "in_progress")

  t.mock.timers.setTime(released + 30 * SECOND)
  await reaper.look()
  assert.equal((await run.reload()).errorCode, "interrupted")
})

test("a queued run that no job comes for is queued again after three seconds", async (t) => {
  const waiting = await asked()
  const { createdAt } = waiting
  t.mock.timers.enable({ apis: ["Date"], now: createdAt.getTime() + 3 * SECOND })
  await reaper.look()
  assert.deepEqual(jobsOf(waiting), [])

  t.mock.timers.setTime(createdAt.getTime() + 3 * SECOND + 1)
  await reaper.look()
  assert.deepEqual(jobsOf(waiting), [{ claims: 0, once: true }])
})

test("a heart that beats every two seconds is not taken for one that stopped, and one that misses two beats is", async (t) => {
  const beaten = Date.now()
  await Run.query()
    .where({ id: run.id })
    .update({ heartbeatAt: new Date(beaten) })

  for (const [seconds, isStopped] of [
    [5.9, false],
    [6.1, true],
  ] as const) {
    t.mock.timers.enable({ apis: ["Date"], now: beaten + seconds * SECOND })
    assert.equal(
      (await Run.stalled()).some(({ id }) => id === run.id),
      isStopped,
    )
    t.mock.timers.reset()
  }
})

test("a round follows three seconds after the end of another, however long that took, and stopping waits for the one under way", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const rounds: PromiseWithResolvers<void>[] = []
  t.mock.method(reaper, "look", () => {
    const round = Promise.withResolvers<void>()
    rounds.push(round)
    return round.promise
  })

  reaper.start()
  await nextTurn()
  t.mock.timers.tick(3 * SECOND)
  assert.equal(rounds.length, 1)
  rounds[0]?.resolve()
  await nextTurn()
  t.mock.timers.tick(3 * SECOND - 1)
  assert.equal(rounds.length, 1)
  t.mock.timers.tick(1)
  assert.equal(rounds.length, 2)

  const order: string[] = []
  const stopped = reaper.stop().then(() => order.push("stopped"))
  await nextTurn()
  order.push("ended")
  rounds[1]?.resolve()
  await stopped
  assert.deepEqual(order, ["ended", "stopped"])
  t.mock.timers.tick(9 * SECOND)
  assert.equal(rounds.length, 2)
})

test("who is stopped between two rounds begins no other", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const { mock } = t.mock.method(reaper, "look", async () => {})

  reaper.start()
  await nextTurn()
  await reaper.stop()
  t.mock.timers.tick(9 * SECOND)
  assert.equal(mock.callCount(), 1)
})

const { resume } = Run.prototype

function takeUpOf(run: Run) {
  return resume.call(run)
}
