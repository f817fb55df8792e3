import { Kitchen, openKitchen } from "./support/kitchen.ts"
import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import { AIEngine, cancel, Message, Run } from "../../server/ai_engine/index.ts"
import { GrowingAnswer } from "../../server/ai_engine/runs/growing_answer.ts"
import { retryOnDatabaseError } from "../../server/ai_engine/runs/retry_on_database_error.ts"
import { type ScriptedOpenAI, startScriptedOpenAI, tells } from "../support/scripted_openai.ts"

// An answer that was paid for is ended once, whole, and together with what it used.

const AWAY = Object.assign(new Error("gone"), { code: "ECONNREFUSED" })

let openai: ScriptedOpenAI

before(async () => {
  openai = await startScriptedOpenAI()
  AIEngine.setup({ api: "responses", models: ["gpt-6-luna"], idleTimeout: 30, baseURL: openai.url })
})

after(() => openai.close())

beforeEach(() => {
  openai.requests.length = 0
  openai.script(tells("Once upon", " a time"))
})

test("an end that is refused twice is taken the third time, and nothing of the answer is lost", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  const { endAsOurs } = Run.prototype
  let refusals = 0
  t.mock.method(
    Run.prototype,
    "endAsOurs",
    function refused(this: Run, ...end: Parameters<typeof endAsOurs>) {
      return refusals++ < 2 ? Promise.reject(new Error("odd")) : endAsOurs.apply(this, end)
    },
  )

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
  const answer = await Message.answerOf(run)
  assert.deepEqual([run.status, run.completionTokenUsage, refusals], ["completed", 10, 3])
  assert.deepEqual([answer.content, answer.completionTokenUsage], ["Once upon a time", 10])
  assert.equal(openai.requests.length, 1)
})

test("where the end of a run is refused, its answer does not count as used either", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  t.mock.method(Run.prototype, "endAsOurs", () => Promise.reject(new Error("odd")), { times: 6 })

  await assert.rejects(cook.aiEngineRun({ assistantThread, content: "Begin." }), /odd/)
  const [run] = await assistantThread.runs()
  const answer = await Message.answerOf(run as Run)
  assert.deepEqual([run?.status, run?.promptTokenUsage], ["in_progress", null])
  assert.deepEqual([answer.promptTokenUsage, answer.completionTokenUsage], [null, null])
})

for (const [what, status, isKept] of [
  ["after somebody else ended the run are not written into its answer", "failed", false],
  ["as its reader stops the run are kept", "cancelled", true],
] as const) {
  test(`words that come ${what}`, async (t) => {
    const { cook, assistantThread } = await openKitchen()
    const update = Kitchen.prototype.aiEngineOnMessageUpdate
    t.mock.method(
      Kitchen.prototype,
      "aiEngineOnMessageUpdate",
      async function end(this: Kitchen, event: never) {
        await update.call(this, event)
        const [run] = await assistantThread.runs()
        if (Kitchen.told.at(-1) === "update Once upon a time") await run?.end({ status })
      },
    )

    const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
    const answer = await Message.answerOf(await run.reload())
    assert.equal(run.status, status)
    assert.equal(answer.content === "Once upon a time", isKept, answer.content)
  })
}

test("words that the database did not take are saved by the next save, though no more have come", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  const answer = new GrowingAnswer(await Message.answerOf(run), run)
  answer.add({ type: "delta", text: "Once upon", sequence: null, messageRemoteId: null })

  t.mock.method(GrowingAnswer.prototype, "save", () => Promise.reject(AWAY), { times: 1 })
  await answer.saveGrowth()
  assert.equal((await Message.answerOf(run)).content, "")
  await answer.saveGrowth()
  assert.equal((await Message.answerOf(run)).content, "Once upon")
})

test("an answer that nobody performs and its reader stops keeps what was seen, and counts it", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  await run.start()
  await (await Message.answerOf(run)).update({ content: "Once upon" })
  Kitchen.shown = "Once upon a time"

  assert.equal(await cancel(run), true)
  const answer = await Message.answerOf(await run.reload())
  assert.deepEqual([answer.content, Kitchen.told.at(-1)], ["Once upon a time", "update Once upon a time"])
  assert.deepEqual([run.completionTokenUsage, Boolean(run.usageEstimated)], [4, true])
  assert.equal(answer.completionTokenUsage, 4)
})

test("words that are written in the moment in which a reader stops the answer are shown, too", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  const answer = await Message.answerOf(run)
  const update = Kitchen.prototype.aiEngineOnMessageUpdate
  t.mock.method(
    Kitchen.prototype,
    "aiEngineOnMessageUpdate",
    async function write(this: Kitchen, event: never) {
      await update.call(this, event)
      await answer.update({ content: "Once upon" })
    },
  )

  await cancel(run)
  assert.deepEqual(Kitchen.told.slice(-2), ["update ", "update Once upon"])
})

for (const wasTold of [true, false]) {
  const when = wasTold ? "before" : "meanwhile"

  test(`a process that was told to stop ${when} has five seconds for a database that is away`, async (t) => {
    const stop = new AbortController()
    const times = [0, 4_999, 5_000]
    const tried: number[] = []
    t.mock.method(performance, "now", () => tried.at(-1) ?? 0)
    if (wasTold) stop.abort()
    const work = async () => {
      stop.abort()
      if (tried.length === times.length) return
      tried.push(times[tried.length] ?? Infinity)
      throw AWAY
    }

    await assert.rejects(retryOnDatabaseError(work, { signal: stop.signal }), AWAY)
    assert.deepEqual(tried, times)
  })
}

test("a save that fails as the answer ends is not done again behind it", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "An egg?" })
  await run.claim()
  const message = await Message.answerOf(run)
  const answer = new GrowingAnswer(message, run)
  answer.add({ type: "delta", text: "Once", sequence: 1, messageRemoteId: null })

  const save = t.mock.method(answer, "save", () => Promise.reject(new Error("away")))
  const saving = answer.saveGrowth()
  await answer.settle()
  await saving
  await answer.saveGrowth()
  assert.equal(save.mock.callCount(), 1)
})
