import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import {
  AIEngine,
  AssistantThread,
  askAgain,
  cancel,
  interrupt,
  Message,
  Run,
  requeue,
} from "../../server/ai_engine/index.ts"
import { activeRuns } from "../../server/ai_engine/runs/active_runs.ts"
import { type ScriptedOpenAI, startScriptedOpenAI, tells } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"
import { Kitchen, openKitchen } from "./support/kitchen.ts"

let openai: ScriptedOpenAI

before(async () => {
  openai = await startScriptedOpenAI()
  setUp({ baseURL: openai.url })
})

after(() => openai.close())

beforeEach(() => {
  openai.requests.length = 0
})

function setUp(settings: { baseURL: string; idleTimeout?: number }) {
  AIEngine.setup({ api: "responses", models: ["gpt-6-luna"], idleTimeout: 30, ...settings })
}

test("a run stores the question, streams the answer and tells of every step", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script(tells("Take ", "two ", "eggs."))

  const run = await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })

  assert.equal(run.status, "completed")
  assert.deepEqual(Kitchen.told, [
    "create user",
    "create assistant",
    "start assistant",
    "update Take ",
    "update Take two ",
    "update Take two eggs.",
    "update Take two eggs.",
  ])
  const [question, answer] = await assistantThread.messages()
  assert.equal(question?.content, "How do I begin?")
  assert.equal(answer?.content, "Take two eggs.")
  assert.deepEqual(
    [answer?.promptTokenUsage, answer?.completionTokenUsage, answer?.model],
    [20, 10, "gpt-6-luna"],
  )
  assert.deepEqual([run.promptTokenUsage, run.completionTokenUsage], [20, 10])
  assert.equal(run.instructions, "You are Marie, a cook.")
  assert.ok(run.remoteId && run.startedAt && run.finishedAt)
})

test("the provider is sent what was said before, and the question last", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script(tells("Eggs."), tells("Two."))

  await cook.aiEngineRun({ assistantThread, content: "What do I need?" })
  await cook.aiEngineRun({ assistantThread, content: "How many?", model: "gpt-6.1-terra" })

  const { input, model, instructions } = openai.requests.at(-1)?.body ?? {}
  assert.deepEqual(input, [
    { role: "user", content: "What do I need?" },
    { role: "assistant", content: "Eggs." },
    { role: "user", content: "How many?" },
  ])
  assert.equal(model, "gpt-6.1-terra")
  assert.equal(instructions, "You are Marie, a cook.")
})

test("a further try stands below the earlier one, and is sent only what was said before its question", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script(
    (reply) => reply.fail("server_error", "The kitchen is on fire."),
    tells("Two."),
    tells("Eggs."),
  )
  const first = await cook.aiEngineRun({ assistantThread, content: "What do I need?" })
  await cook.aiEngineRun({ assistantThread, content: "How many?" })

  const run = (await askAgain(first)) as Run
  await cook.aiEngineRun({ assistantThread, run })

  assert.deepEqual(openai.requests.at(-1)?.body.input, [{ role: "user", content: "What do I need?" }])
  assert.deepEqual(
    (await assistantThread.messages()).map(({ content }) => content),
    ["What do I need?", "", "Eggs.", "How many?", "Two."],
  )
  assert.equal(await askAgain(first), undefined)
})

test("a remote thread, which can't be gone back in, is begun anew for a further try and after it", async () => {
  AIEngine.setup({ api: "assistants", baseURL: openai.url, models: ["gpt-6-luna"], idleTimeout: 30 })
  const { cook, assistantThread } = await openKitchen()
  openai.script(
    (reply) => reply.fail("server_error", "The kitchen is on fire."),
    tells("Two."),
    tells("Eggs."),
  )
  const first = await cook.aiEngineRun({ assistantThread, content: "What do I need?" })
  await cook.aiEngineRun({ assistantThread, content: "How many?" })

  openai.requests.length = 0
  await cook.aiEngineRun({ assistantThread, run: (await askAgain(first)) as Run })
  assert.deepEqual(heard(), ["What do I need?"])

  openai.requests.length = 0
  await cook.aiEngineRun({ assistantThread, content: "And then?" })
  assert.deepEqual(heard(), ["What do I need?", "Eggs.", "How many?", "Two.", "And then?"])

  openai.requests.length = 0
  await cook.aiEngineRun({ assistantThread, content: "And then?" })
  setUp({ baseURL: openai.url })
  assert.deepEqual(heard(), ["And then?"])
})

test("an answer that reaches its limit is incomplete and keeps its words", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => {
    reply.say("Once")
    reply.incomplete("max_output_tokens", { input: 5, output: 1 })
  })

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })

  assert.deepEqual([run.status, run.errorCode], ["incomplete", "max_output_tokens"])
  assert.match(run.errorMessage ?? "", /limit/)
  assert.equal((await Message.answerOf(run)).content, "Once")
})

test("a failure of the provider's is kept with its sentence, and so are the words before it", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => {
    reply.say("Once")
    reply.fail("server_error", "The kitchen is on fire.")
  })

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })

  assert.deepEqual(
    [run.status, run.errorCode, run.errorMessage],
    ["failed", "server_error", "The kitchen is on fire. Try again in a moment."],
  )
  assert.equal((await Message.answerOf(run)).content, "Once")
  assert.equal(Kitchen.told.at(-1), "update Once")
})

test("a connection that breaks ends the run as interrupted, and it is not asked for again", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => {
    reply.say("Once")
    reply.cut()
  })

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })

  assert.deepEqual([run.status, run.errorCode], ["incomplete", "interrupted"])
  assert.equal(openai.requests.length, 1)
})

test("a prompt that does not fit fails with a sentence, and the provider is not asked", async () => {
  const { cook, assistantThread } = await openKitchen()
  const assistant = await cook.assistant()
  await assistant?.update({ maxPromptTokens: 300 })

  const run = await cook.aiEngineRun({ assistantThread, content: "potato ".repeat(2_000) })

  assert.equal(run.status, "failed")
  assert.match(run.errorMessage ?? "", /300/)
  assert.equal(openai.requests.length, 0)
})

test("the reader stops a run that streams: the provider is hung up on, what came is kept", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => reply.say("Once upon"))

  const running = cook.aiEngineRun({ assistantThread, content: "Begin." })
  await until(() => Kitchen.told.includes("update Once upon"))
  const run = (await assistantThread.lastRun()) as Run
  assert.equal(await cancel(run), true)
  await running
  await openai.requests[0]?.aborted

  assert.equal((await run.reload()).status, "cancelled")
  assert.equal((await Message.answerOf(run)).content, "Once upon")
})

test("deleting a thread hangs up on the answer that streams in it", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => reply.say("Once upon"))

  const running = cook.aiEngineRun({ assistantThread, content: "Begin." })
  await until(() => Kitchen.told.includes("update Once upon"))
  assert.equal(await assistantThread.destroy(), true)
  await running
  await openai.requests[0]?.aborted

  assert.deepEqual(await assistantThread.messages(), [])
})

test("a queued run that is stopped is never performed", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })

  await cancel(run)
  await cook.aiEngineRun({ assistantThread, run })

  assert.equal((await run.reload()).status, "cancelled")
  assert.equal(openai.requests.length, 0)
})

test("an end is not written over by a later one", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })

  assert.equal(await cancel(run), false)
  assert.equal(await interrupt(run), false)
  assert.equal((await run.reload()).status, "completed")
})

test("of two that claim a run one gets it, and it is billed once", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  const twin = await Run.find(run.id)

  await Promise.all([
    cook.aiEngineRun({ assistantThread, run }),
    cook.aiEngineRun({ assistantThread, run: twin }),
  ])

  assert.equal(openai.requests.length, 1)
})

test("a second question waits until the first is answered", async () => {
  const { cook, assistantThread } = await openKitchen()
  const first = await cook.aiEngineAsk({ assistantThread, content: "First?" })
  const second = await cook.aiEngineAsk({ assistantThread, content: "Second?" })

  await cook.aiEngineRun({ assistantThread, run: second })
  assert.equal((await second.reload()).status, "queued")
  assert.equal((await assistantThread.nextRun())?.id, first.id)

  await cook.aiEngineRun({ assistantThread, run: first })
  assert.equal((await assistantThread.nextRun())?.id, second.id)
  await cook.aiEngineRun({ assistantThread, run: second })
  assert.equal((await second.reload()).status, "completed")
})

test("a worker that is told to stop leaves the run interrupted, with its words", async () => {
  const { cook, assistantThread } = await openKitchen()
  const stop = new AbortController()
  openai.script((reply) => reply.say("Once"))

  const running = cook.aiEngineRun({ assistantThread, content: "Begin.", signal: stop.signal })
  await until(() => Kitchen.told.includes("update Once"))
  stop.abort()
  const run = await running

  assert.deepEqual([run.status, run.errorCode], ["incomplete", "interrupted"])
  assert.equal((await Message.answerOf(run)).content, "Once")
})

test("a silent stream is cut after the idle timeout", async () => {
  const { cook, assistantThread } = await openKitchen()
  setUp({ baseURL: openai.url, idleTimeout: 0.2 })
  openai.script((reply) => reply.say("Once"))

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
  setUp({ baseURL: openai.url })

  assert.deepEqual([run.status, run.errorCode], ["incomplete", "interrupted"])
})

test("a run whose process died before it asked the provider is queued again, and asked for once", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  const zombie = await Run.find(run.id)
  await stopHeart(run)

  assert.equal(await requeue(run), true)
  assert.deepEqual([run.status, run.startedAt], ["queued", null])
  assert.equal(await zombie.start(), false)
  await cook.aiEngineRun({ assistantThread, run })

  assert.equal(await zombie.start(), false)
  assert.deepEqual([run.status, run.claims, openai.requests.length], ["completed", 2, 1])
})

test("one that may have asked the provider is not queued again", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  await run.start()
  await stopHeart(run)

  assert.equal(await requeue(run), false)
  assert.equal(await interrupt(run), true)
  assert.deepEqual([run.errorCode, openai.requests.length], ["interrupted", 0])
})

test("one that beats is not queued again", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()

  assert.equal(await requeue(run), false)
  assert.equal((await run.reload()).status, "in_progress")
})

test("one that takes down its process each time is given up", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  const requeued: boolean[] = []

  for (let death = 0; death < 3; death++) {
    await run.claim()
    await stopHeart(run)
    requeued.push(await requeue(run))
  }
  assert.deepEqual(requeued, [true, true, false])
  assert.equal(await interrupt(run), true)
})

test("a process that is told to stop before it asked gives the run back", async () => {
  const { cook, assistantThread } = await openKitchen()
  const stop = new AbortController()
  Kitchen.started = async () => stop.abort()

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin.", signal: stop.signal })
  assert.deepEqual([run.status, openai.requests.length], ["queued", 0])

  await cook.aiEngineRun({ assistantThread, run })
  assert.deepEqual([run.status, openai.requests.length], ["completed", 1])
})

test("a run that was taken away before it asked is not asked for", async () => {
  const { cook, assistantThread } = await openKitchen()
  Kitchen.started = async () => {
    const [run] = await assistantThread.runs()
    activeRuns.delete(run?.id as number)
    await stopHeart(run as Run)
    assert.equal(await requeue(run as Run), true)
  }

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
  assert.deepEqual([(await run.reload()).status, openai.requests.length], ["queued", 0])
})

test("a run that is stopped while its connection is being opened was not asked for, and is queued again", async () => {
  const { cook, assistantThread } = await openKitchen()
  const { start } = Run.prototype
  const stop = new AbortController()
  const connecting = Promise.withResolvers<void>()
  Run.prototype.start = async () => {
    connecting.resolve()
    return new Promise<boolean>(() => {})
  }

  const running = cook.aiEngineRun({ assistantThread, content: "Begin.", signal: stop.signal })
  await connecting.promise
  stop.abort()
  const run = await running
  Run.prototype.start = start
  assert.deepEqual([run.status, openai.requests.length], ["queued", 0])

  await cook.aiEngineRun({ assistantThread, run })
  assert.deepEqual([run.status, openai.requests.length], ["completed", 1])
})

test("a database that is away when the provider is to be asked has the run queued again, not failed", async () => {
  const { cook, assistantThread } = await openKitchen()
  const { start } = Run.prototype
  Run.prototype.start = () => Promise.reject(Object.assign(new Error("gone"), { code: "ECONNREFUSED" }))

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
  Run.prototype.start = start
  assert.deepEqual([run.status, run.errorCode, openai.requests.length], ["queued", null, 0])
})

test("an answer whose end the database does not take is held until it does, says so, and is not lost", async () => {
  const { cook, assistantThread } = await openKitchen()
  const { query } = Message
  const away = Object.assign(new Error("The disk is full."), { code: "SQLITE_FULL" })
  openai.script(async (reply) => {
    reply.say("Once upon a time")
    await until(() => Kitchen.told.includes("update Once upon a time"))
    Message.query = () => {
      throw away
    }
    reply.complete({ input: 5, output: 4 })
  })

  const running = cook.aiEngineRun({ assistantThread, content: "Begin." })
  await until(() => Kitchen.told.includes("delayed Once upon a time"))
  const [before] = await assistantThread.runs()
  assert.equal(before?.status, "in_progress")
  Message.query = query
  const run = await running

  assert.equal((await run.reload()).status, "completed")
  assert.equal((await Message.answerOf(run)).content, "Once upon a time")
  assert.deepEqual([run.completionTokenUsage, openai.requests.length], [4, 1])
})

test("a run whose heart stopped is found, and one that beats is not", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  assert.ok(!(await Run.stalled()).some(({ id }) => id === run.id))

  await Run.query()
    .where({ id: run.id })
    .update({ heartbeatAt: new Date(Date.now() - 60_000) })
  assert.ok((await Run.stalled()).some(({ id }) => id === run.id))

  assert.equal(await interrupt(run), true)
  assert.deepEqual([run.status, await interrupt(run)], ["incomplete", false])
})

test("a run that may have been paid is not given back, and usage is booked by who has it", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  await run.claim()
  await run.start()
  assert.equal(await run.returnToQueue(), false)

  const other = await Run.find(run.id)
  await stopHeart(run)
  assert.equal(await other.resume(), true)
  await other.end({ status: "failed" })
  const usage = { promptTokenUsage: 1, completionTokenUsage: 1, usageEstimated: true }
  assert.deepEqual([await run.book(usage), await other.book(usage)], [false, true])
})

test("while an answer is under way, the next question of its thread does not wait for a job", async () => {
  const { cook, assistantThread } = await openKitchen()
  const [first, second] = [
    await cook.aiEngineAsk({ assistantThread, content: "Begin." }),
    await cook.aiEngineAsk({ assistantThread, content: "Go on." }),
  ]
  const waiting = async () =>
    (await Run.waiting({ assistantThreadId: assistantThread.id })).map(({ id }) => id)
  assert.deepEqual(await waiting(), [first.id])
  await first.claim()
  assert.deepEqual(await waiting(), [])
  await first.end({ status: "failed" })
  assert.deepEqual(await waiting(), [second.id])
})

test("a database that is away as the provider is to be asked fails no run: it waits in the queue", async (t) => {
  const { cook, assistantThread } = await openKitchen()
  const away = () => {
    throw Object.assign(new Error("gone"), { code: "ECONNREFUSED" })
  }
  t.mock.method(AssistantThread.prototype, "backFrom", away)

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
  assert.equal((await run.reload()).status, "queued")
  assert.equal(openai.requests.length, 0)
})

test("a run that is another's by now is not asked for where threads are kept remotely", async () => {
  const { cook, assistantThread } = await openKitchen()
  AIEngine.setup({ api: "assistants", models: ["gpt-6-luna"], idleTimeout: 30, baseURL: openai.url })
  Kitchen.started = async () => {
    const other = (await assistantThread.lastRun()) as Run
    await stopHeart(other)
    assert.equal(await other.resume(), true)
  }

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
  setUp({ baseURL: openai.url })
  assert.equal((await run.reload()).claims, 2)
  assert.deepEqual(openai.requests, [])
})

test("a hook that throws ends no run", async () => {
  const { cook, assistantThread } = await openKitchen()
  const update = Kitchen.prototype.aiEngineOnMessageUpdate
  Kitchen.prototype.aiEngineOnMessageUpdate = () => Promise.reject(new Error("The bell is broken."))

  const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })
  Kitchen.prototype.aiEngineOnMessageUpdate = update

  assert.equal(run.status, "completed")
})

/** As where its process died. */
function stopHeart({ id }: Run) {
  const heartbeatAt = new Date(Date.now() - 60_000)
  return Run.query().where({ id }).update({ heartbeatAt })
}

/** What was put into a remote thread. */
function heard() {
  return openai.requests
    .filter(({ path }) => path.endsWith("/messages"))
    .flatMap(({ body }) => body.content ?? [])
}
