import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { signedUp } from "../support/client.ts"
import { element, elements, fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { tells } from "../support/scripted_openai.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { StreamPage } from "../support/stream_page.ts"
import { until } from "../support/until.ts"

const { url, database, openai } = await openApp()
const reader = await signedUp(url)
await createStoryteller(reader, { "storyteller[name]": "Shahrazad" })
const zeno = idOf(
  await createStoryteller(reader, { "storyteller[name]": "Zeno", "storyteller[model]": "gpt-6-astra" }),
)

beforeEach(async () => {
  openai.release()
  await until(async () => (await unfinished()).length === 0)
  openai.requests.length = 0
})

test("the words are stored and on their way before anybody has answered", async () => {
  const thread = await openThread(reader)
  openai.hold()
  await send(reader, thread, "Tell me of the lighthouse")

  const [question, answer] = await messagesOf(thread)
  assert.partialDeepStrictEqual(question, { role: "user", content: "Tell me of the lighthouse" })
  assert.partialDeepStrictEqual(answer, { role: "assistant", content: "", model: "gpt-6-luna" })
  assert.equal((await unfinished()).length, 1)

  openai.release()
  await until(async () => (await messagesOf(thread))[1].content.includes("counted them *wrong*"))
  assert.match((await reader.get(thread)).text, /counted them <em>wrong<\/em>/)
})

test("without JavaScript the answer leads to the thread, at the question", async () => {
  const thread = await openThread(reader)
  const { status, location } = await send(reader, thread, "Tell me a story")

  const [question] = await messagesOf(thread)
  assert.deepEqual([status, location], [303, `${thread}#message_${question.id}`])
})

test("Turbo gets both messages, the title, and an empty composer", async () => {
  const thread = await openThread(reader)
  const page = new StreamPage((await reader.get(thread)).text)
  const { status, headers, text } = await send(reader, thread, "Tell me a story", {}, { turboStream: true })

  assert.equal(status, 200)
  assert.match(headers.get("content-type") ?? "", /^text\/vnd\.turbo-stream\.html/)
  const id = `assistant_thread_${idOf(thread)}`
  assert.deepEqual(
    elements(text, "turbo-stream").map(({ attribs }) => [attribs.action, attribs.target]),
    [
      ["append", `${id}_messages`],
      ["append", `${id}_messages`],
      ["update", `${id}_title`],
      ["replace", `${id}_composer`],
    ],
  )

  const clientId = clientIdIn(page.html)
  page.apply(text)
  const [question, answer] = await messagesOf(thread)
  assert.equal(textOf(page.html, `message_${question.id}_content`), "Tell me a story")
  assert.equal(element(page.html, `message_${question.id}`).attribs["data-role"], "user")
  assert.match(
    element(page.html, `message_${answer.id}`).attribs["data-status"] ?? "",
    /queued|in_progress|completed/,
  )
  assert.equal(textOf(page.html, `${id}_title`), "Tell me a story")
  assert.equal(fieldValue(page.html, `${id}_content`), "")
  assert.notEqual(clientIdIn(page.html), clientId)
})

test("who answers is the first storyteller with its model, unless the message says otherwise", async () => {
  const thread = await openThread(reader)
  await send(reader, thread, "Tell me a story")
  assert.deepEqual(await lastRun(thread), ["Shahrazad", "gpt-6-luna"])

  await send(reader, thread, "Now you", { "message[storyteller_id]": zeno, "message[model]": "gpt-6.1-sol" })
  assert.deepEqual(await lastRun(thread), ["Zeno", "gpt-6.1-sol"])

  const other = await openThread(reader)
  await send(reader, other, "Tell me a story", { "message[storyteller_id]": zeno })
  assert.deepEqual(await lastRun(other), ["Zeno", "gpt-6-astra"])
})

test("the composer and the next message go on with the last answer's storyteller and model", async () => {
  const thread = await openThread(reader)
  await send(reader, thread, "Go", { "message[storyteller_id]": zeno, "message[model]": "gpt-6.1-terra" })

  const { text } = await reader.get(thread)
  assert.equal(fieldValue(text, `assistant_thread_${idOf(thread)}_storyteller`), zeno)
  assert.equal(fieldValue(text, `assistant_thread_${idOf(thread)}_model`), "gpt-6.1-terra")

  await send(reader, thread, "Go on")
  assert.deepEqual(await lastRun(thread), ["Zeno", "gpt-6.1-terra"])
})

test("the model of a message is the one that is asked", async () => {
  await send(reader, await openThread(reader), "Go", { "message[model]": "gpt-6.1-sol" })

  const request = await until(() => openai.requests[0])
  assert.equal(request.body.model, "gpt-6.1-sol")
})

test("the same words under one id are written and asked once, one after the other or at the same moment", async () => {
  const thread = await openThread(reader)
  const fields = { "message[client_id]": "id-1" }
  const twice = [1, 2].map(() => send(reader, thread, "Once, please", fields))
  const answers = [...(await Promise.all(twice)), await send(reader, thread, "Once, please", fields)]

  const [question, answer, ...more] = await messagesOf(thread)
  assert.partialDeepStrictEqual([question.clientId, answer.role, more.length], ["id-1", "assistant", 0])
  for (const { status, location } of answers) {
    assert.deepEqual([status, location], [303, `${thread}#message_${question.id}`])
  }

  await until(async () => (await unfinished()).length === 0)
  assert.equal(openai.requests.length, 1)
})

test("a message sent again because its answer was lost brings the page up to date, and an unused id", async () => {
  const thread = await openThread(reader)
  const page = new StreamPage((await reader.get(thread)).text)
  const fields = { "message[client_id]": clientIdIn(page.html) ?? "" }
  openai.script(tells("Well."))
  await send(reader, thread, "Once, please", fields, { turboStream: true })
  await until(async () => (await unfinished()).length === 0)

  page.apply((await send(reader, thread, "Once, please", fields, { turboStream: true })).text)
  const [question, answer] = await messagesOf(thread)
  assert.equal(textOf(page.html, `message_${question.id}_content`), "Once, please")
  assert.equal(textOf(page.html, `message_${answer.id}_content`).trim(), "Well.")
  assert.notEqual(clientIdIn(page.html), fields["message[client_id]"])
  assert.equal(openai.requests.length, 1)
})

test("other words under the same id are words of their own, and they too are written once", async () => {
  const thread = await openThread(reader)
  const fields = { "message[client_id]": "id-1" }
  await send(reader, thread, "The fox", fields)
  await Promise.all([1, 2].map(() => send(reader, thread, "The hen", fields)))
  await send(reader, thread, "The hen", fields)
  await send(reader, thread, "The fox", fields)

  assert.deepEqual(await questionsOf(thread), ["The fox", "The hen"])
})

test("other words that come at the same moment under the same id are not lost", async () => {
  const thread = await openThread(reader)
  const fields = { "message[client_id]": "id-1" }
  await Promise.all(["The fox", "The hen"].map((words) => send(reader, thread, words, fields)))

  assert.deepEqual((await questionsOf(thread)).toSorted(), ["The fox", "The hen"])
})

test("one id may be used in two threads", async () => {
  for (const thread of [await openThread(reader), await openThread(reader)]) {
    await send(reader, thread, "Once, please", { "message[client_id]": "id-2" })
    assert.deepEqual(await questionsOf(thread), ["Once, please"])
  }
})

test("a second message waits until the first is answered", async () => {
  const thread = await openThread(reader)
  openai.hold()
  openai.script(tells("First answer."), tells("Second answer."))
  await send(reader, thread, "First question")
  await send(reader, thread, "Second question")
  openai.release()
  await until(async () => (await unfinished()).length === 0)

  assert.deepEqual(
    (await messagesOf(thread)).map(({ content }) => content),
    ["First question", "First answer.", "Second question", "Second answer."],
  )
  assert.equal(openai.requests.length, 2)
})

for (const [what, content] of [
  ["200,000 characters", "x".repeat(200_000)],
  ["200,000 characters of the longest kind", "語".repeat(200_000)],
  ["emoji", "👩‍👩‍👧‍👦 🏴‍☠️ 🧜🏽‍♀️ é"],
  ["right to left", "\u202eألف ليلة وليلة\u202c — אלף לילה"],
  ["control characters", "a\u0001b\u0007c\u001bd\u007fe\u0085f\u2028g\ufeffh\tend"],
  ["line ends and spaces at both ends", "\n\n  two lines before\n\n\tand after  \n\n"],
  ["what looks like HTML, EJS and Markdown", "<b>&amp;</b> <%= 1 %> **not bold** [x](y) </textarea> $& $1"],
] as const) {
  test(`${what} are stored and shown exactly`, async () => {
    const thread = await openThread(reader)
    openai.script(tells("Well."))
    const sent = await send(reader, thread, content, {}, { turboStream: true })
    const [question] = await messagesOf(thread)
    const id = `message_${question.id}_content`

    assert.ok(question.content === content)
    assert.ok(textOf(sent.text, id) === content)
    assert.ok(textOf((await reader.get(thread)).text, id) === content)
  })
}

function messagesOf(thread: string) {
  return database("ai_engine_messages")
    .where({ assistantThreadId: Number(idOf(thread)) })
    .orderBy("id")
}

async function questionsOf(thread: string) {
  return (await messagesOf(thread)).filter(({ role }) => role === "user").map(({ content }) => content)
}

async function lastRun(thread: string) {
  const run = await database("ai_engine_runs")
    .where({ assistantThreadId: Number(idOf(thread)) })
    .orderBy("id", "desc")
    .first()
  return [run.assistantName, run.model]
}

function unfinished() {
  return database("ai_engine_runs").whereIn("status", ["queued", "in_progress"])
}

function clientIdIn(html: string) {
  return /name="message\[client_id\]" value="([\w-]{36})"/.exec(html)?.[1]
}
