import assert from "node:assert/strict"
import { after, beforeEach, test } from "node:test"
import { Client } from "../support/client.ts"
import { inTime } from "../support/in_time.ts"
import { openApp } from "../support/open_app.ts"
import { startPostgres } from "../support/postgres.ts"
import { tells } from "../support/scripted_openai.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

// On PostgreSQL, where what is asked at the same moment is done at the same moment.

const postgres = await startPostgres()
after(() => postgres.stop())
const { url, database, openai, admin } = await openApp({
  DATABASE_URL: await postgres.createDatabase(),
  DATABASE_POOL: "20",
})
await createStoryteller(admin)

beforeEach(() => {
  openai.requests.length = 0
})

test("words that are sent ten times at the same moment under one id are written and asked once", async () => {
  const thread = await openThread(admin)
  const fields = { "message[client_id]": "once" }
  const answers = await whileHeld("ai_engine_assistant_threads", 10, () =>
    send(admin, thread, "Once, please", fields),
  )

  const [question, ...more] = await questionsOf(thread)
  assert.deepEqual([question.content, more], ["Once, please", []])
  for (const { status, location } of answers) {
    assert.deepEqual([status, location], [303, `${thread}#message_${question.id}`])
  }
  assert.deepEqual(await untilAnswered(thread), ["completed"])
  assert.equal(openai.requests.length, 1)
})

test("other words that are sent at the same moment under the same id are all written, each once", async () => {
  const thread = await openThread(admin)
  const words = ["The fox", "The hen", "The fox", "The hen", "The bear"]
  const answers = await whileHeld("ai_engine_assistant_threads", words.length, (index) =>
    send(admin, thread, words[index] ?? "", { "message[client_id]": "same" }),
  )

  assert.ok(answers.every(({ status }) => status === 303))
  const contents = (await questionsOf(thread)).map(({ content }) => content)
  assert.deepEqual(contents.toSorted(), ["The bear", "The fox", "The hen"])
  await untilAnswered(thread)
  assert.equal(openai.requests.length, 3)
})

test("trying again ten times at the same moment asks once, and the others are told", async () => {
  const thread = await openThread(admin)
  openai.script((reply) => reply.incomplete("max_output_tokens"), tells("Once upon a time."))
  await send(admin, thread, "Tell me a story")
  await untilAnswered(thread)
  const { id } = await database("ai_engine_runs")
    .where({ assistantThreadId: idOf(thread) })
    .first()

  const answers = await whileHeld("ai_engine_assistant_threads", 10, () => admin.post(`/runs/${id}/retry`))

  assert.ok(answers.every(({ status }) => status === 303))
  const told = answers.filter(({ headers }) => headers.getSetCookie().join().startsWith("flash="))
  assert.equal(told.length, 9)
  assert.deepEqual(await untilAnswered(thread), ["incomplete", "completed"])
  assert.equal(openai.requests.length, 2)
})

test("an address that signs up twice at the same moment has one account, and both are in", async () => {
  const email = "twins@example.com"
  const fields = { "user[full_name]": "Twins", "user[email]": email, "user[password]": "once upon a time" }
  const answers = await whileHeld("users", 2, () => new Client(url).post("/users", fields))

  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303],
  )
  assert.equal((await database("users").where({ email })).length, 1)
})

test("an answer that is stopped three times at the same moment is stopped once, and keeps its words", async () => {
  const thread = await openThread(admin)
  openai.script((reply) => reply.say("Once"))
  await send(admin, thread, "Tell me a story")
  const run = await until(() =>
    database("ai_engine_runs")
      .where({ assistantThreadId: idOf(thread), status: "in_progress" })
      .whereNotNull("startedAt")
      .first(),
  )
  await until(async () => (await answerOf(thread)).content === "Once")

  const answers = await whileHeld("ai_engine_runs", 3, () => admin.post(`/runs/${run.id}/cancellation`))
  assert.ok(answers.every(({ status }) => status === 303))
  assert.deepEqual(await untilAnswered(thread), ["cancelled"])
  assert.equal((await answerOf(thread)).content, "Once")
  await inTime(openai.requests[0]?.aborted ?? Promise.reject(), "The model's server was never told to stop.")
})

test("of those who sign up first at the same moment, one is the admin", async () => {
  for (let round = 0; round < 3; round++) {
    await database("users").delete()
    const answers = await whileHeld("users", 2, (index) => {
      const email = `somebody.${index}@example.com`
      const fields = { "user[full_name]": email, "user[email]": email, "user[password]": "once upon a time" }
      return new Client(url).post("/users", fields)
    })

    assert.ok(answers.every(({ status }) => status === 303))
    assert.equal((await database("users").where({ admin: true })).length, 1)
  }
})

/** So many come as far as to write to this table, having seen nothing of each other, before any of them does. */
async function whileHeld<Answer>(table: string, count: number, ask: (index: number) => Promise<Answer>) {
  const lock = await database.transaction()
  await lock.raw(`LOCK TABLE ${table} IN SHARE MODE`)
  let answered = 0
  const answers = Array.from({ length: count }, (_, index) => ask(index).finally(() => (answered += 1)))

  try {
    await until(async () => {
      const { rows } = await database.raw(
        "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = ?::regclass",
        [table],
      )
      return rows.length + answered >= count
    })
  } finally {
    await lock.commit()
  }
  return Promise.all(answers)
}

function questionsOf(thread: string) {
  return database("ai_engine_messages")
    .where({ assistantThreadId: idOf(thread), role: "user" })
    .orderBy("id")
}

function answerOf(thread: string) {
  return database("ai_engine_messages")
    .where({ assistantThreadId: idOf(thread), role: "assistant" })
    .first()
}

/** How each of its runs has ended. */
function untilAnswered(thread: string) {
  return until(async () => {
    const runs = await database("ai_engine_runs")
      .where({ assistantThreadId: idOf(thread) })
      .orderBy("id")
    return runs.every(({ finishedAt }) => finishedAt) && runs.map(({ status }) => status)
  })
}
