import assert from "node:assert/strict"
import { after, test } from "node:test"
import { openApp } from "../support/open_app.ts"
import { startPostgres } from "../support/postgres.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"

const postgres = await startPostgres()
after(() => postgres.stop())

const FORGED = [
  ...[
    "0",
    "01",
    "-1",
    "+1",
    "%201",
    "1.0",
    "1e0",
    "0x1",
    "%D9%A3",
    "1%00",
    "%00",
    "1%0A",
    "1;2",
    "1'--",
    "NaN",
    "null",
  ],
  ...["2147483648", "4294967297", "9007199254740993", "9".repeat(400)],
]

const apps = {
  SQLite: await openStory({}),
  PostgreSQL: await openStory({ DATABASE_URL: await postgres.createDatabase() }),
}

for (const [name, { reader, storyteller, thread }] of Object.entries(apps)) {
  test(`an id that is written in another way than ours leads nowhere, on ${name}`, async () => {
    assert.deepEqual([storyteller, idOf(thread)], ["1", "1"])

    for (const id of FORGED) {
      for (const path of [
        `/assistant_threads/${id}`,
        `/assistant_threads/${id}/edit`,
        `/assistant_threads/${id}/earlier_messages?before=1`,
        `/assistant_threads/1/earlier_messages?before=${id}`,
        `/storytellers/${id}`,
        `/storytellers/${id}/edit`,
        `/runs/${id}/retry/new`,
      ]) {
        assert.equal((await reader.get(path)).status, 404, path)
      }
      for (const path of [`/runs/${id}/retry`, `/runs/${id}/cancellation`]) {
        assert.equal((await reader.post(path)).status, 404, path)
      }
      for (const path of [`/storytellers/${id}`, `/assistant_threads/${id}`]) {
        assert.equal((await reader.patch(path)).status, 404, path)
        assert.equal((await reader.delete(path)).status, 404, path)
      }
      const text = decodeURIComponent(id)
      assert.equal(
        (await send(reader, `/assistant_threads/${id}`, "x", { "message[assistant_thread_id]": text }))
          .status,
        404,
        id,
      )
      assert.equal((await send(reader, thread, "x", { "message[storyteller_id]": text })).status, 422, id)
      const fields = { "run[storyteller_id]": text }
      assert.equal((await reader.post("/runs/1/retry", fields)).status, 404, id)
      for (const path of ["/assistant_threads/1", "/assistant_threads/new"]) {
        assert.equal((await reader.get(`${path}?storyteller_id=${id}`)).status, 200, `${path} for ${id}`)
      }
    }
  })

  test(`an id of another shape than text is none, on ${name}`, async () => {
    const words = { "message[content]": "x" }

    for (const field of ["message[assistant_thread_id][]", "message[assistant_thread_id][id]", "message[]"]) {
      assert.equal((await reader.post("/messages", { ...words, [field]: "1" })).status, 404, field)
    }
    for (const query of ["before[]=1", "before=1&before=1", "before[id]=1", ""]) {
      const { status } = await reader.get(`/assistant_threads/1/earlier_messages?${query}`)
      assert.equal(status, 404, query)
    }
  })
}

async function openStory(env: Record<string, string>) {
  const { admin: reader } = await openApp(env)
  const storyteller = idOf(await createStoryteller(reader))
  const thread = await openThread(reader)
  assert.equal((await send(reader, thread, "Tell me a story")).status, 303)
  return { reader, storyteller, thread }
}
