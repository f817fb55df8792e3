import assert from "node:assert/strict"
import { test } from "node:test"
import type { Knex } from "knex"
import { startApp } from "../support/app_server.ts"
import { Client } from "../support/client.ts"
import { createPerson } from "../support/people.ts"
import { createStoryteller, idOf } from "../support/story_forms.ts"
import { DATABASES, databaseBefore } from "./support/migrated_database.ts"

const MIGRATION = "20261125000006_create_chats.ts"
const NOW = { createdAt: new Date(), updatedAt: new Date() }

for (const name of DATABASES) {
  test(`what earlier versions kept in threads is there, and tried again, on ${name}`, async (t) => {
    const { url, database } = await databaseBefore(MIGRATION, t, name)
    const person = await createPerson(url, "Ada")
    const { thread, run } = await tell(database)
    await database.migrate.up({ name: MIGRATION })

    const app = await startApp({ env: { DATABASE_URL: url } })
    t.after(() => app.stop())
    const ada = new Client(app.url)
    await ada.post("/session", { email: person.email, password: person.password })
    const { text } = await ada.get(`/assistant_threads/${thread}`)
    assert.match(text, /An earlier question[\s\S]*An earlier answer/)
    assert.match((await ada.get("/assistant_threads")).text, /An earlier thread/)
    assert.match((await ada.get("/chats")).text, /Open your first chat/)

    const storyteller = await createStoryteller(ada, { "storyteller[name]": "Zeno" })
    const refused = await ada.post(`/runs/${run}/retry`, {})
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Shahrazad was deleted\. Choose another storyteller\./)
    const again = await ada.post(`/runs/${run}/retry`, { "run[storyteller_id]": idOf(storyteller) })
    assert.equal(again.status, 303)
  })
}

/** As it was before there were chats. The storyteller is gone. */
async function tell(database: Knex) {
  const [user] = await database("users").select("id")
  const thread = await insert(database, "ai_engine_assistant_threads", {
    threadableType: "User",
    threadableId: user.id,
    title: "An earlier thread",
  })
  const run = await insert(database, "ai_engine_runs", {
    assistantThreadId: thread,
    status: "incomplete",
    attempt: 1,
    assistantName: "Shahrazad",
    model: "gpt-6-luna",
    instructions: "Tell.",
  })
  const message = { assistantThreadId: thread, runId: run }
  const question = { ...message, role: "user", content: "An earlier question" }
  const questionId = await insert(database, "ai_engine_messages", question)
  const answer = { ...message, questionId, role: "assistant", content: "An earlier answer" }
  await insert(database, "ai_engine_messages", answer)
  return { thread, run }
}

async function insert(database: Knex, table: string, row: object): Promise<number> {
  const [{ id }] = await database(table)
    .insert({ ...row, ...NOW })
    .returning("id")
  return id
}
