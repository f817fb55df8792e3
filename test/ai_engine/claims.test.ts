import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import { AIEngine, cancel, interrupt, Message, Run, requeue } from "../../server/ai_engine/index.ts"
import { activeRuns } from "../../server/ai_engine/runs/active_runs.ts"
import { inTime } from "../support/in_time.ts"
import { type ScriptedOpenAI, startScriptedOpenAI } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"
import { Kitchen, openKitchen } from "./support/kitchen.ts"

const LONG_AGO = new Date(Date.now() - 60_000)

let openai: ScriptedOpenAI

before(async () => {
  openai = await startScriptedOpenAI()
  AIEngine.setup({ api: "responses", models: ["gpt-6-luna"], idleTimeout: 600, baseURL: openai.url })
})

after(() => openai.close())

beforeEach(() => {
  openai.requests.length = 0
})

/** An answer of which "Once upon" was said and saved; the rest comes with `openai.release()`. */
async function halfAnswered() {
  const { cook, assistantThread } = await openKitchen()
  openai.hold()
  openai.script(async (reply) => {
    reply.say("Once upon")
    await reply.turn()
    reply.say(" a time")
    reply.complete({ input: 1234, output: 567 })
  })
  const performed = cook.aiEngineRun({ assistantThread, content: "Begin." })
  await until(() => Kitchen.told.includes("update Once upon"))
  const run = (await assistantThread.lastRun()) as Run
  await until(async () => (await Message.answerOf(run)).content === "Once upon")

  return { cook, assistantThread, performed, run: await run.reload() }
}

/** As where the process slept, or could not reach the database. */
function stopHeart({ id }: Run) {
  return Run.query().where({ id }).update({ heartbeatAt: LONG_AGO })
}

/** By another process, between two beats. */
async function takenUp(run: Run) {
  await stopHeart(run)
  return run.resume()
}

test("who was taken for dead and wakes up hangs up, and changes neither the words nor the end", async () => {
  const { performed, run } = await halfAnswered()
  await until(() => takenUp(run))
  assert.equal(await run.endAsOurs({ status: "incomplete", errorCode: "interrupted" }), true)

  openai.release()
  await performed

  assert.deepEqual(
    [(await run.reload()).status, (await Message.answerOf(run)).content],
    ["incomplete", "Once upon"],
  )
})

test("of two processes that go on with a run the later one writes, and the earlier one hangs up", async () => {
  const { performed, run } = await halfAnswered()
  await until(() => takenUp(run))
  const answer = await Message.answerOf(run)
  await answer.update({ content: "Once upon another" })

  await inTime(performed, "Who lost its run waits for its provider.")
  await openai.requests[0]?.aborted
  openai.release()

  assert.deepEqual([(await run.reload()).status, run.claims], ["in_progress", 2])
  assert.equal((await answer.reload()).content, "Once upon another")
})

test("who lost its run hangs up also where the database was away meanwhile", async (t) => {
  const { performed, run } = await halfAnswered()
  const away = () => {
    throw Object.assign(new Error("gone"), { code: "ECONNREFUSED" })
  }
  const asked = t.mock.method(Run, "query", away, { times: 1 })
  await until(() => asked.mock.callCount() > 0)

  await until(() => takenUp(run))
  await inTime(performed, "Who lost its run waits for its provider.")
  openai.release()
  assert.equal((await run.reload()).claims, 2)
})

test("of two that take up the same run one gets it", async () => {
  const { performed, run } = await halfAnswered()
  const twin = await Run.find(run.id)
  let taken: boolean[] = []
  await until(async () => {
    taken = await Promise.all([takenUp(run), takenUp(twin)])
    return taken.includes(true)
  })

  assert.deepEqual(taken.sort(), [false, true])
  openai.release()
  await performed
})

test("a run that can't be resumed is not gone on with by a second job", async () => {
  const { cook, assistantThread, performed, run } = await halfAnswered()
  const ours = activeRuns.get(run.id)
  activeRuns.delete(run.id)
  await stopHeart(run)
  await cook.aiEngineRun({ assistantThread, run: await Run.find(run.id) })
  assert.equal((await run.reload()).claims, 1)

  if (ours) activeRuns.set(run.id, ours)
  openai.release()
  await performed
})

test("a remote id that the database did not take is saved with the next words", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  Kitchen.started = async () => {
    t.mock.method(Run.prototype, "save", () => Promise.reject(new Error("gone")), { times: 1 })
  }
  openai.hold()
  openai.script(async (reply) => {
    reply.say("Once upon")
    await reply.turn()
    reply.complete()
  })
  const performed = cook.aiEngineRun({ assistantThread, content: "Begin." })
  await until(async () => (await assistantThread.lastRun())?.remoteId)

  openai.release()
  await performed
})

test("a run that beats is neither taken up nor interrupted", async () => {
  const { performed, run } = await halfAnswered()
  assert.deepEqual([await run.resume(), await interrupt(run)], [false, false])

  openai.release()
  await performed
  assert.equal((await run.reload()).status, "completed")
})

test("a process does not take what it performs itself for dead, however long its heart stood still", async () => {
  const { performed, run } = await halfAnswered()
  await stopHeart(run)
  assert.equal(await interrupt(run), false)

  openai.release()
  await performed
  assert.equal((await run.reload()).status, "completed")
})

test("a process puts nothing back into the queue that it performs itself, though it was not asked for yet", async () => {
  const { performed, run } = await halfAnswered()
  await Run.query().where({ id: run.id }).update({ startedAt: null, heartbeatAt: LONG_AGO })
  assert.equal(await requeue(await run.reload()), false)

  openai.release()
  await performed
  assert.equal((await run.reload()).status, "completed")
})

test("an answer that was stopped counts what it used, and says that this is our own count", async () => {
  const { performed, run } = await halfAnswered()
  await cancel(run)
  await performed

  await run.reload()
  const answer = await Message.answerOf(run)
  assert.ok(run.usageEstimated)
  assert.equal(run.completionTokenUsage, 2)
  assert.ok((run.promptTokenUsage ?? 0) > 5)
  assert.deepEqual(
    [answer.promptTokenUsage, answer.completionTokenUsage],
    [run.promptTokenUsage, run.completionTokenUsage],
  )
})

test("what the provider counted is not an estimate", async () => {
  const { performed, run } = await halfAnswered()
  openai.release()
  await performed

  await run.reload()
  assert.deepEqual(
    [run.promptTokenUsage, run.completionTokenUsage, Boolean(run.usageEstimated)],
    [1234, 567, false],
  )
})

test("a run that never began used nothing", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => reply.refuse(401, {}))
  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })

  assert.deepEqual([run.promptTokenUsage, run.completionTokenUsage], [null, null])
})

test("words that readers saw and the row had not yet are kept where the process died", async () => {
  const { performed, run } = await halfAnswered()
  openai.release()
  await performed
  // As it was when the process died.
  const { id } = await Message.answerOf(run)
  await Run.query().where({ id: run.id }).update({ status: "in_progress", heartbeatAt: LONG_AGO })
  await Message.query().where({ id }).update({ content: "Once upon" })

  Kitchen.shown = "Once upon a ti"
  assert.equal(await interrupt(await run.reload()), true)

  assert.equal((await Message.answerOf(run)).content, "Once upon a ti")
  assert.equal(Kitchen.told.at(-1), "update Once upon a ti")
})

test("who is taken for dead can write nothing from before its words are read until its run has ended", async () => {
  const { performed, run } = await halfAnswered()
  Kitchen.shown = "Once upon a ti"
  Kitchen.taken = async () => {
    openai.release()
    await performed
    assert.deepEqual(
      [(await Run.find(run.id)).status, (await Message.answerOf(run)).content],
      ["in_progress", "Once upon"],
    )
  }
  // Else this process knows better than to take it for dead.
  activeRuns.delete(run.id)
  await stopHeart(run)
  assert.equal(await interrupt(run), true)

  const [last, ...others] = Kitchen.told.toReversed()
  assert.equal(last, "update Once upon a ti")
  assert.ok(others.includes("take from claim 1"))
  assert.deepEqual(
    [(await run.reload()).errorCode, run.claims, (await Message.answerOf(run)).content],
    ["interrupted", 2, "Once upon a ti"],
  )
})

test("what is said to have been shown, but goes on otherwise, is not believed", async () => {
  const { performed, run } = await halfAnswered()
  openai.release()
  await performed
  await Run.query().where({ id: run.id }).update({ status: "in_progress", heartbeatAt: LONG_AGO })

  Kitchen.shown = "Twice upon a time, and more"
  await interrupt(await run.reload())

  assert.equal((await Message.answerOf(run)).content, "Once upon a time")
})
