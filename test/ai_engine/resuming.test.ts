import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import { AIEngine, cancel, interrupt, Message, Run } from "../../server/ai_engine/index.ts"
import { inTime } from "../support/in_time.ts"
import { type ScriptedOpenAI, startScriptedOpenAI } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"
import { Kitchen, openKitchen } from "./support/kitchen.ts"

const WHOLE = "Once upon a time, and that was all."

let openai: ScriptedOpenAI

before(async () => {
  openai = await startScriptedOpenAI()
  AIEngine.setup({
    api: "responses",
    background: true,
    models: ["gpt-6-luna"],
    idleTimeout: 30,
    baseURL: openai.url,
  })
})

after(() => openai.close())

beforeEach(() => {
  openai.requests.length = 0
  openai.responses.usageWhenCancelled = null
})

/** An answer of which "Once upon" was said; the rest comes with `openai.release()`. */
async function halfAnswered() {
  const { cook, assistantThread } = await openKitchen()
  const stop = new AbortController()
  openai.hold()
  openai.script(async (reply) => {
    reply.say("Once upon")
    await reply.turn()
    reply.say(" a time,")
    reply.say(" and that was all.")
    reply.complete({ input: 1234, output: 567 })
  })
  const performed = cook.aiEngineRun({ assistantThread, content: "Begin.", signal: stop.signal })
  await until(() => Kitchen.told.includes("update Once upon"))
  const run = (await assistantThread.lastRun()) as Run
  return { cook, assistantThread, performed, run, stop: () => stop.abort() }
}

/** As where its process sleeps, or was killed. */
function stopHeart({ id }: Run) {
  const heartbeatAt = new Date(Date.now() - 60_000)
  return Run.query().where({ id }).update({ heartbeatAt })
}

/** By another process, between two beats. */
async function takenUp(run: Run) {
  await stopHeart(run)
  return run.resume()
}

async function remote({ remoteId }: Run): Promise<{ status: string }> {
  const response = await fetch(`${openai.url}/responses/${remoteId}`)
  return response.json() as Promise<{ status: string }>
}

function created() {
  return openai.requests.filter((request) => request.is("POST", "/responses")).length
}

function cancelled() {
  return openai.requests.filter((request) => request.is("POST", "/responses/:id/cancel")).length
}

test("a process that is told to stop hands its run over, and the same answer goes on in another", async () => {
  const { cook, assistantThread, performed, run, stop } = await halfAnswered()
  stop()
  await performed
  assert.ok((await run.reload()).released)
  const { content, sequence } = await Message.answerOf(run)
  assert.equal(content, "Once upon")

  openai.release()
  await cook.aiEngineRun({ assistantThread, run: await Run.find(run.id) })

  await run.reload()
  const [asked] = openai.requests.filter(({ query }) => query.has("stream"))
  assert.equal(asked?.query.get("starting_after"), String(sequence))
  assert.deepEqual([run.status, run.claims, run.attempt], ["completed", 2, 1])
  assert.deepEqual([run.promptTokenUsage, run.completionTokenUsage], [1234, 567])
  assert.equal((await Message.answerOf(run)).content, WHOLE)
  assert.deepEqual([created(), cancelled()], [1, 0])
})

test("a process that wakes up when its run is another's leaves it alone, also at the provider", async () => {
  const { cook, assistantThread, performed, run } = await halfAnswered()
  await until(async () => (await Message.answerOf(run)).content === "Once upon")
  await until(() => takenUp(run))
  await performed
  assert.deepEqual([(await run.reload()).status, cancelled()], ["in_progress", 0])

  await stopHeart(run)
  openai.release()
  await cook.aiEngineRun({ assistantThread, run })

  assert.deepEqual([(await run.reload()).status, run.claims], ["completed", 3])
  assert.equal((await Message.answerOf(run)).content, WHOLE)
  assert.deepEqual([created(), cancelled()], [1, 0])
})

test("who takes an answer up goes on from what readers have seen, and its text never jumps back", async () => {
  const { cook, assistantThread, performed, run } = await halfAnswered()
  await until(async () => (await Message.answerOf(run)).content === "Once upon")
  await until(() => takenUp(run))
  await performed
  await stopHeart(run)

  Kitchen.shown = "Once upon a ti"
  Kitchen.told = []
  openai.release()
  await cook.aiEngineRun({ assistantThread, run })

  assert.deepEqual(Kitchen.told, [
    "take from claim 2",
    "start Once upon a ti",
    "update Once upon a time,",
    `update ${WHOLE}`,
    `update ${WHOLE}`,
  ])
  assert.deepEqual([(await run.reload()).status, created()], ["completed", 1])
  assert.equal((await Message.answerOf(run)).content, WHOLE)
})

test("one that was handed over before it said more keeps what its readers had seen", async () => {
  const { cook, assistantThread, performed, run, stop } = await halfAnswered()
  stop()
  await performed
  Kitchen.shown = "Once upon a ti"

  const again = new AbortController()
  const goingOn = cook.aiEngineRun({ assistantThread, run: await Run.find(run.id), signal: again.signal })
  await until(() => Kitchen.told.includes("start Once upon a ti"))
  again.abort()
  await goingOn
  assert.equal((await Message.answerOf(run)).content, "Once upon a ti")

  Kitchen.shown = undefined
  openai.release()
  await cook.aiEngineRun({ assistantThread, run: await Run.find(run.id) })
  assert.equal((await Message.answerOf(run)).content, WHOLE)
  assert.deepEqual([(await run.reload()).claims, created()], [3, 1])
})

test("an answer that ended while nobody listened is found whole", async () => {
  const { cook, assistantThread, performed, run, stop } = await halfAnswered()
  stop()
  await performed
  openai.release()
  await until(async () => (await remote(run)).status === "completed")

  await cook.aiEngineRun({ assistantThread, run: await Run.find(run.id) })
  assert.equal((await Message.answerOf(run)).content, WHOLE)
  assert.equal(created(), 1)
})

test("a run that beats is not taken up by a second job", async () => {
  const { cook, assistantThread, performed, run } = await halfAnswered()
  await cook.aiEngineRun({ assistantThread, run: await Run.find(run.id) })
  assert.equal((await run.reload()).status, "in_progress")
  // Nor where its heart stood still, by a job of the same process.
  await stopHeart(run)
  const again = cook.aiEngineRun({ assistantThread, run: await Run.find(run.id) })
  await inTime(again, "A second job performs it, too.")

  openai.release()
  await performed
  assert.deepEqual([(await run.reload()).claims, created()], [1, 1])
})

test("stopping tells the provider, and books what it says was used", async () => {
  const { performed, run } = await halfAnswered()
  openai.responses.usageWhenCancelled = { input: 40, output: 2 }

  assert.equal(await cancel(run), true)
  await performed

  await run.reload()
  assert.deepEqual([run.status, run.promptTokenUsage, run.completionTokenUsage], ["cancelled", 40, 2])
  assert.ok(!run.usageEstimated)
  assert.deepEqual([created(), cancelled()], [1, 1])
})

test("a run that nobody performs just now can be stopped all the same, and counts what the provider says", async () => {
  const { performed, run, stop } = await halfAnswered()
  openai.responses.usageWhenCancelled = { input: 40, output: 2 }
  stop()
  await performed

  await cancel(await run.reload())
  await until(() => cancelled() === 1)
  assert.equal((await Message.answerOf(run)).content, "Once upon")
  await until(async () => (await run.reload()).promptTokenUsage === 40)
  assert.deepEqual([run.completionTokenUsage, Boolean(run.usageEstimated)], [2, false])
  await until(async () => (await Message.answerOf(run)).promptTokenUsage === 40)
})

test("one that is given up is stopped at the provider too", async () => {
  const { performed, run, stop } = await halfAnswered()
  stop()
  await performed

  assert.equal(await interrupt(await run.reload()), true)
  await until(() => cancelled() === 1)
  assert.deepEqual([run.status, run.errorCode], ["incomplete", "interrupted"])
})

test("deleting the thread stops the provider", async () => {
  const { assistantThread, performed } = await halfAnswered()
  assert.equal(await assistantThread.destroy(), true)
  await performed
  assert.equal(cancelled(), 1)
})
