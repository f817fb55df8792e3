import assert from "node:assert/strict"
import { after, test } from "node:test"
import { fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { startPostgres } from "../support/postgres.ts"
import { createStoryteller, idOf, openThread, STORYTELLER, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const postgres = await startPostgres()
const { admin: author, database, app } = await openApp({ DATABASE_URL: await postgres.createDatabase() })
after(() => postgres.stop())
const WORDS = "Tell me of the lighthouse"

for (const turboStream of [true, false]) {
  test(`a message to a thread that is being deleted is refused with its words, ${turboStream ? "as a stream" : "as a page"}`, async () => {
    await createStoryteller(author)
    const thread = await openThread(author)
    const { status, text } = await whileDeleting("ai_engine_assistant_threads", thread, () =>
      send(author, thread, WORDS, {}, { turboStream }),
    )

    assert.equal(status, 404)
    assert.match(text, /There is no such thread, so the message was not sent\./)
    assert.equal(fieldValue(text, "unsent"), WORDS)
  })
}

test("a message to a storyteller who is being deleted asks for another one, and keeps its words", async () => {
  const storyteller = await createStoryteller(author, { "storyteller[name]": "Doomed" })
  const thread = await openThread(author)
  const fields = { "message[storyteller_id]": idOf(storyteller) }
  const { status, text } = await whileDeleting("storytellers", storyteller, () =>
    send(author, thread, WORDS, fields),
  )

  assert.equal(status, 422)
  assert.match(text, /Choose one of your storytellers\./)
  assert.equal(fieldValue(text, `assistant_thread_${idOf(thread)}_content`), WORDS)
})

test("a further try in a thread that is being deleted is not found", async () => {
  const thread = await openThread(author)
  await send(author, thread, WORDS)
  const run = await until(async () =>
    database("ai_engine_runs")
      .where({ assistantThreadId: idOf(thread) })
      .whereNotNull("finishedAt")
      .first(),
  )
  await database("ai_engine_runs").where({ id: run.id }).update({ status: "failed" })
  const { status } = await whileDeleting("ai_engine_assistant_threads", thread, () =>
    author.post(`/runs/${run.id}/retry`),
  )

  assert.equal(status, 404)
})

test("what is changed while it is being deleted is refused with what was typed", async () => {
  const thread = await openThread(author)
  const title = await whileDeleting("ai_engine_assistant_threads", thread, () =>
    author.patch(thread, { "assistant_thread[title]": "A thousand nights" }),
  )
  assert.equal(title.status, 404)
  assert.match(textOf(title.text, "unsent_assistant_thread_title_"), /A thousand nights/)

  const storyteller = await createStoryteller(author)
  const changed = await whileDeleting("storytellers", storyteller, () =>
    author.patch(storyteller, { ...STORYTELLER, "storyteller[name]": "Zeno" }),
  )
  assert.equal(changed.status, 404)
  assert.match(textOf(changed.text, "unsent_storyteller_name_"), /Zeno/)
  assert.match(textOf(changed.text, "unsent_storyteller_instructions_"), /You tell stories/)
  assert.equal((await database("ai_engine_assistants").where({ name: "Zeno" })).length, 0)
})

test("none of it was a fault", () => {
  assert.doesNotMatch(app.log, /A request failed/)
})

/** Somebody else has deleted the row, but not yet committed it, when the request comes to it. */
async function whileDeleting<Answer>(table: string, path: string, request: () => Promise<Answer>) {
  const deletion = await database.transaction()
  if (table === "storytellers") {
    const assistant = { assistableType: "Storyteller", assistableId: idOf(path) }
    await deletion("ai_engine_assistants").where(assistant).delete()
  }
  await deletion(table)
    .where({ id: idOf(path) })
    .delete()

  const answer = request()
  await until(async () => {
    const { rows } = await database.raw(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    return rows.length > 0
  })
  await deletion.commit()
  return answer
}
