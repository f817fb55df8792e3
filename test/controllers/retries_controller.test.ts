import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { cablePath, followCable } from "../support/cable_client.ts"
import { Client, signedUp } from "../support/client.ts"
import { element, elements, errorOf, fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { type Scenario, tells } from "../support/scripted_openai.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const { url, database, openai, admin } = await openApp()
const reader = await signedUp(url)
const stranger = await signedUp(url, "Stranger")
await createStoryteller(reader)
await createStoryteller(stranger)
await createStoryteller(admin)
const zeno = idOf(
  await createStoryteller(reader, {
    "storyteller[name]": "Zeno",
    "storyteller[model]": "gpt-6-astra",
    "storyteller[instructions]": "You tell backwards.",
    "storyteller[max_completion_tokens]": "500",
  }),
)

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
  assert.deepEqual([status, location], [303, `${thread}#message_${(await messagesOf(thread))[2].id}`])
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
    (await messagesOf(thread)).map(({ content }) => content),
    ["Tell me a story", "Once upon", "Once upon a time."],
  )
  assert.deepEqual(openai.requests[1]?.body.input, openai.requests[0]?.body.input)
})

test("an answer that is not the last can be tried again: below its earlier try, and asked as if nothing came after", async () => {
  const { thread } = await answered(tells("First."))
  openai.script(breaksOff, tells("Third."), tells("Second."))
  for (const words of ["Go on", "And then?"]) await send(reader, thread, words)
  const [, middle] = await untilAnswered(thread, 3)

  const page = await followCable(reader, cablePath((await reader.get(thread)).text))
  await reader.post(`/runs/${middle.id}/retry`)
  await untilAnswered(thread, 4)
  await until(() => page.frames.some((frame) => /action="after" target="message_\d+"/.test(frame)))
  page.close()

  const { text } = await reader.get(thread)
  assert.deepEqual(
    elements(text, "article").map(({ attribs }) => textOf(text, `${attribs.id}_content`).trim()),
    ["Tell me a story", "First.", "Go on", "Once upon", "Second.", "And then?", "Third."],
  )
  assert.deepEqual(openai.requests.at(-1)?.body.input, [
    { role: "user", content: "Tell me a story" },
    { role: "assistant", content: "First." },
    { role: "user", content: "Go on" },
  ])

  await send(reader, thread, "The end?")
  await untilAnswered(thread, 5)
  const input = openai.requests.at(-1)?.body.input as { content: string }[]
  assert.deepEqual(
    input.map(({ content }) => content),
    ["Tell me a story", "First.", "Go on", "Second.", "And then?", "Third.", "The end?"],
  )
})

test("a further try takes its turn after what was asked before it", async () => {
  const { thread, run } = await answered(breaksOff)
  openai.hold()
  openai.script(tells("Second."), tells("First again."))
  await send(reader, thread, "Go on")
  await until(async () => (await runsOf(thread))[1].status === "in_progress")

  await reader.post(`/runs/${run.id}/retry`)
  assert.deepEqual(
    (await runsOf(thread)).map(({ status }) => status),
    ["incomplete", "in_progress", "queued"],
  )
  openai.release()
  await untilAnswered(thread, 3)
  assert.deepEqual(
    (await messagesOf(thread)).map(({ content }) => content),
    ["Tell me a story", "Once upon", "Go on", "Second.", "First again."],
  )
})

test("another storyteller tries again in its own way", async () => {
  const { thread, run } = await answered(breaksOff)
  await reader.post(`/runs/${run.id}/retry`, { "run[storyteller_id]": zeno })

  const [, second] = await untilAnswered(thread, 2)
  assert.partialDeepStrictEqual(second, {
    assistantName: "Zeno",
    model: "gpt-6-astra",
    instructions: "You tell backwards.",
    maxCompletionTokens: 500,
    attempt: 2,
  })
  assert.partialDeepStrictEqual(openai.requests.at(-1)?.body, {
    model: "gpt-6-astra",
    instructions: "You tell backwards.",
    max_output_tokens: 500,
  })
  assert.match((await reader.get(thread)).text, /Shahrazad.*gpt-6-luna.*Zeno.*gpt-6-astra.*try 2/s)
})

test("another model may be chosen, for the same storyteller or for another", async () => {
  const { thread, run } = await answered(breaksOff)
  openai.script(breaksOff)
  await reader.post(`/runs/${run.id}/retry`, { "run[model]": "gpt-6.1-sol" })
  const [, second] = await untilAnswered(thread, 2)
  assert.deepEqual([second.assistantName, second.model], ["Shahrazad", "gpt-6.1-sol"])

  const fields = { "run[storyteller_id]": zeno, "run[model]": "gpt-6.1-terra" }
  await reader.post(`/runs/${second.id}/retry`, fields)
  const [, , third] = await untilAnswered(thread, 3)
  assert.deepEqual([third.assistantName, third.model, third.attempt], ["Zeno", "gpt-6.1-terra", 3])
})

test("the form for another try begins with what was, and is refused with a sentence", async () => {
  const { thread, run } = await answered(breaksOff)
  const form = await reader.get(`/runs/${run.id}/retry/new`)
  assert.equal(element(form.text, `run_${run.id}_retry`).name, "turbo-frame")
  assert.equal(fieldValue(form.text, `run_${run.id}_model`), run.model)
  assert.notEqual(fieldValue(form.text, `run_${run.id}_storyteller`), zeno)

  const fields = { "run[storyteller_id]": zeno, "run[model]": "gpt-1" }
  const { status, text } = await reader.post(`/runs/${run.id}/retry`, fields)
  assert.equal(status, 422)
  assert.match(errorOf(text, `run_${run.id}_model`), /one of the models/)
  assert.equal(fieldValue(text, `run_${run.id}_storyteller`), zeno)
  assert.equal((await runsOf(thread)).length, 1)
})

test("somebody else's storyteller does not try again, not even for the admin", async () => {
  for (const [client, storyteller] of [
    [stranger, zeno],
    [admin, zeno],
    [reader, "x"],
  ] as const) {
    const { thread, run } = await answered(breaksOff, client)
    const { status } = await client.post(`/runs/${run.id}/retry`, { "run[storyteller_id]": storyteller })
    assert.equal(status, 404)
    assert.equal((await runsOf(thread)).length, 1)
  }
})

test("what the composer begins with is the last answer's, not a later try's at an earlier one", async () => {
  const { thread, run } = await answered(breaksOff)
  await send(reader, thread, "Go on", { "message[model]": "gpt-6.1-sol" })
  await untilAnswered(thread, 2)
  await reader.post(`/runs/${run.id}/retry`, { "run[storyteller_id]": zeno })
  await untilAnswered(thread, 3)

  const { text } = await reader.get(thread)
  assert.equal(fieldValue(text, `assistant_thread_${idOf(thread)}_model`), "gpt-6.1-sol")
  assert.notEqual(fieldValue(text, `assistant_thread_${idOf(thread)}_storyteller`), zeno)
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

test("a whole answer, one under way and one that was tried again since can't be tried again", async () => {
  const { thread, run: whole } = await answered(tells("The end."))
  await refused(thread, whole.id)

  const { thread: other, run: early } = await answered(breaksOff)
  openai.hold()
  await reader.post(`/runs/${early.id}/retry`)
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
    assert.equal((await client.get(`/runs/${run.id}/retry/new`)).status, 404)
  }
  assert.equal((await reader.post("/runs/0/retry")).status, 404)
  assert.equal((await new Client(url).post(`/runs/${run.id}/retry`)).status, 401)
  assert.equal((await runsOf(thread)).length, 1)
})

test("where the storyteller is gone, another is asked for", async () => {
  const storyteller = await createStoryteller(reader, { "storyteller[name]": "Homer" })
  const thread = await openThread(reader)
  openai.script(breaksOff)
  await send(reader, thread, "Tell me a story", { "message[storyteller_id]": idOf(storyteller) })
  const [run] = await untilAnswered(thread, 1)

  await reader.delete(storyteller)
  assert.match((await reader.get(thread)).text, /Homer.*Once upon/s)
  const { status, text } = await reader.post(`/runs/${run.id}/retry`)
  assert.equal(status, 422)
  assert.match(errorOf(text, `run_${run.id}_storyteller`), /Homer was deleted\. Choose another storyteller\./)

  await reader.post(`/runs/${run.id}/retry`, { "run[storyteller_id]": zeno })
  const [, second] = await untilAnswered(thread, 2)
  assert.equal(second.assistantName, "Zeno")
})

test("where no storyteller is left, one is to be created first", async () => {
  const lonely = await signedUp(url)
  const storyteller = await createStoryteller(lonely)
  const thread = await openThread(lonely)
  openai.script(breaksOff)
  await send(lonely, thread, "Tell me a story")
  const [run] = await untilAnswered(thread, 1)
  await lonely.delete(storyteller)

  assert.match((await lonely.get(`/runs/${run.id}/retry/new`)).text, /Create a storyteller/)
  assert.equal((await lonely.post(`/runs/${run.id}/retry`)).status, 422)
})

async function refused(thread: string, run: number) {
  const count = (await runsOf(thread)).length
  const { status, location } = await reader.post(`/runs/${run}/retry`)

  assert.equal(status, 303)
  assert.match(location ?? "", new RegExp(`^${thread}#`))
  assert.match(
    (await reader.get(thread)).text,
    /That answer is whole, or still under way, or was tried again/,
  )
  assert.equal((await runsOf(thread)).length, count)
}

async function answered(scenario: Scenario, client = reader) {
  const thread = await openThread(client)
  openai.script(scenario)
  await send(client, thread, "Tell me a story")
  const [run] = await untilAnswered(thread, 1)
  return { thread, run }
}

function untilAnswered(thread: string, count: number) {
  return until(async () => {
    const runs = await runsOf(thread)
    return runs.length === count && runs.every(({ finishedAt }) => finishedAt) ? runs : undefined
  })
}

/** As they were written, not as they are read. */
function messagesOf(thread: string) {
  return database("ai_engine_messages")
    .where({ assistantThreadId: idOf(thread) })
    .orderBy("id")
}

function runsOf(thread: string) {
  return database("ai_engine_runs")
    .where({ assistantThreadId: idOf(thread) })
    .orderBy("id")
}
