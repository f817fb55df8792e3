import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"
import { type Scenario, tells } from "../support/scripted_openai.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const { url, database, openai, admin } = await openApp()
const reader = await signedUp(url)
const stranger = await signedUp(url, "Stranger")
await createStoryteller(reader)

const breaksOff: Scenario = (reply) => {
  reply.say("Once upon")
  reply.incomplete("max_output_tokens", { input: 7, output: 2 })
}

beforeEach(() => {
  openai.requests.length = 0
})

test("a further try is a run of its own, asked the same, and both are accounted for", async () => {
  const { thread, run } = await answered(breaksOff)
  openai.script(tells("Once upon a time."))
  assert.match((await reader.get(thread)).text, new RegExp(`action="/runs/${run.id}/retry".*Try again`, "s"))

  const { status, location } = await reader.post(`/runs/${run.id}/retry`)
  assert.deepEqual([status, location], [303, thread])
  const [first, second] = await untilAnswered(thread, 2)

  const whole = ["assistantId", "assistantName", "model", "instructions", "maxPromptTokens"]
  for (const column of whole) assert.equal(second[column], first[column], column)
  assert.deepEqual(
    [first, second].map((run) => [
      run.attempt,
      run.status,
      run.errorCode,
      run.promptTokenUsage,
      run.completionTokenUsage,
    ]),
    [
      [1, "incomplete", "max_output_tokens", 7, 2],
      [2, "completed", null, 20, 10],
    ],
  )
  assert.deepEqual(
    await database("ai_engine_messages")
      .where({ assistantThreadId: idOf(thread) })
      .orderBy("id")
      .pluck("content"),
    ["Tell me a story", "Once upon", "Once upon a time."],
  )
  assert.deepEqual(openai.requests[1]?.body.input, openai.requests[0]?.body.input)
})

test("the sentence of a failed answer is on the page with the way to try again", async () => {
  const { thread } = await answered((reply) => reply.fail("server_error", "The <model> fell asleep."))

  assert.match((await reader.get(thread)).text, /The &lt;model&gt; fell asleep\..*Try again/s)
})

test("a stopped answer can be tried again", async () => {
  const thread = await openThread(reader)
  openai.script((reply) => reply.say("Once"))
  await send(reader, thread, "Tell me a story")
  await until(() => openai.requests[0])
  const [run] = await runsOf(thread)
  await reader.post(`/runs/${run.id}/cancellation`)

  await reader.post(`/runs/${run.id}/retry`)
  const [first, second] = await untilAnswered(thread, 2)
  assert.deepEqual([first.status, second.status, second.attempt], ["cancelled", "completed", 2])
})

test("a whole answer, one under way and one that is not the last can't be tried again", async () => {
  const { thread, run: whole } = await answered(tells("The end."))
  await refused(thread, whole.id)

  const { thread: other, run: early } = await answered(breaksOff)
  openai.hold()
  await send(reader, other, "Go on")
  const [, underWay] = await runsOf(other)
  await refused(other, underWay.id)
  await refused(other, early.id)

  openai.release()
  await untilAnswered(other, 2)
})

test("trying again twice at the same moment asks once", async () => {
  const { thread, run } = await answered(breaksOff)
  await Promise.all([1, 2, 3].map(() => reader.post(`/runs/${run.id}/retry`)))
  await until(async () => (await runsOf(thread)).every(({ finishedAt }) => finishedAt))

  assert.equal((await runsOf(thread)).length, 2)
})

test("a stranger's answer can't be tried again, and neither can one that is not there", async () => {
  const { thread, run } = await answered(breaksOff)

  for (const client of [stranger, admin]) {
    assert.equal((await client.post(`/runs/${run.id}/retry`)).status, 404)
  }
  assert.equal((await reader.post("/runs/0/retry")).status, 404)
  assert.equal((await new Client(url).post(`/runs/${run.id}/retry`)).status, 401)
  assert.equal((await runsOf(thread)).length, 1)
})

test("where the storyteller is gone, the further try says so", async () => {
  const storyteller = await createStoryteller(reader, { "storyteller[name]": "Zeno" })
  const thread = await openThread(reader)
  openai.script(breaksOff)
  await send(reader, thread, "Tell me a story", { "message[storyteller_id]": idOf(storyteller) })
  const [run] = await untilAnswered(thread, 1)

  await reader.delete(storyteller)
  assert.match((await reader.get(thread)).text, /Zeno.*Once upon/s)
  await reader.post(`/runs/${run.id}/retry`)
  await untilAnswered(thread, 2)
  assert.match((await reader.get(thread)).text, /The storyteller was deleted before it could answer\./)
})

async function refused(thread: string, run: number) {
  const count = (await runsOf(thread)).length
  const { status, location } = await reader.post(`/runs/${run}/retry`)

  assert.deepEqual([status, location], [303, thread])
  assert.match((await reader.get(thread)).text, /Only the last answer of a thread can be tried again\./)
  assert.equal((await runsOf(thread)).length, count)
}

async function answered(scenario: Scenario) {
  const thread = await openThread(reader)
  openai.script(scenario)
  await send(reader, thread, "Tell me a story")
  const [run] = await untilAnswered(thread, 1)
  return { thread, run }
}

function untilAnswered(thread: string, count: number) {
  return until(async () => {
    const runs = await runsOf(thread)
    return runs.length === count && runs.every(({ finishedAt }) => finishedAt) ? runs : undefined
  })
}

function runsOf(thread: string) {
  return database("ai_engine_runs")
    .where({ assistantThreadId: idOf(thread) })
    .orderBy("id")
}
