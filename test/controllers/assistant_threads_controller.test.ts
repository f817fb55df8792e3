import assert from "node:assert/strict"
import { test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { element, errorOf, fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const { url, database, admin } = await openApp()
const shahrazad = await signedUp(url, "Shahrazad")
const stranger = await signedUp(url, "Stranger")

test("without any there is an invitation", async () => {
  assert.match((await (await signedUp(url)).get("/assistant_threads")).text, /Open your first thread/)
})

test("a new thread needs no title, and is where the form leads", async () => {
  assert.match((await shahrazad.get("/assistant_threads/new")).text, /<h1>New thread<\/h1>/)

  const path = await openThread(shahrazad)
  assert.match(path, /^\/assistant_threads\/\d+$/)
  assert.equal(
    textOf((await shahrazad.get(path)).text, `assistant_thread_${idOf(path)}_title`),
    "Untitled thread",
  )
})

test("a thread's page holds its messages, its stream and a composer", async () => {
  await createStoryteller(shahrazad)
  const path = await openThread(shahrazad, { "assistant_thread[title]": "Dawn" })
  const { text } = await shahrazad.get(path)
  const id = `assistant_thread_${idOf(path)}`

  assert.equal(element(text, `${id}_messages`).attribs.role, "log")
  assert.match(text, /<cable-stream-source src="\/cable\?stream=[\w.-]+" cursor="\d+-\d+">/)
  assert.match(text, /action="\/messages" method="post"/)
  assert.equal(fieldValue(text, `${id}_content`), "")
  assert.match(text, /<title>Dawn · Storytellers<\/title>/)
})

test("a storyteller chosen beforehand is the one the composer offers, also past a form that was refused", async () => {
  await createStoryteller(shahrazad, { "storyteller[name]": "Aesop" })
  const zeno = idOf(await createStoryteller(shahrazad, { "storyteller[name]": "Zeno" }))

  const form = await shahrazad.get(`/assistant_threads/new?storyteller_id=${zeno}`)
  assert.match(form.text, new RegExp(`name="storyteller_id" value="${zeno}"`))

  const fields = { storyteller_id: zeno, "assistant_thread[title]": "x".repeat(201) }
  const refused = await shahrazad.post("/assistant_threads", fields)
  assert.match(refused.text, new RegExp(`name="storyteller_id" value="${zeno}"`))

  const path = await openThread(shahrazad, { storyteller_id: zeno })
  assert.match(path, new RegExp(`\\?storyteller_id=${zeno}$`))
  const thread = idOf(path.split("?")[0] ?? "")
  assert.equal(fieldValue((await shahrazad.get(path)).text, `assistant_thread_${thread}_storyteller`), zeno)
})

test("the title can be changed, and taken away", async () => {
  const path = await openThread(shahrazad, { "assistant_thread[title]": "Dawn" })
  assert.equal(fieldValue((await shahrazad.get(`${path}/edit`)).text, "assistant_thread_title"), "Dawn")

  const { status, location } = await shahrazad.patch(path, { "assistant_thread[title]": " Dusk " })
  assert.deepEqual([status, location], [303, path])
  assert.match((await shahrazad.get("/assistant_threads")).text, />Dusk</)

  await shahrazad.patch(path, { "assistant_thread[title]": " " })
  assert.match((await shahrazad.get(path)).text, /Untitled thread/)
})

test("a title of more than 200 characters is refused as it was typed", async () => {
  const path = await openThread(shahrazad, { "assistant_thread[title]": "x".repeat(200) })
  const fields = { "assistant_thread[title]": "x".repeat(201) }

  for (const { status, text } of [
    await shahrazad.post("/assistant_threads", fields),
    await shahrazad.patch(path, fields),
  ]) {
    assert.equal(status, 422)
    assert.match(errorOf(text, "assistant_thread_title"), /200 characters/)
    assert.equal(fieldValue(text, "assistant_thread_title"), "x".repeat(201))
  }
})

test("a title that can't be stored is refused", async () => {
  const { status, text } = await shahrazad.post("/assistant_threads", { "assistant_thread[title]": "a\0b" })

  assert.equal(status, 422)
  assert.match(errorOf(text, "assistant_thread_title"), /NUL/)
})

test("the first words become the title of a thread that has none", async () => {
  await createStoryteller(shahrazad)
  const path = await openThread(shahrazad)
  await send(shahrazad, path, "  Tell me\nabout the lighthouse  ")
  await send(shahrazad, path, "Go on")

  const { text } = await shahrazad.get(path)
  assert.equal(textOf(text, `assistant_thread_${idOf(path)}_title`), "Tell me about the lighthouse")
})

test("the thread written in last comes first", async () => {
  const reader = await signedUp(url)
  await createStoryteller(reader)
  const first = await openThread(reader, { "assistant_thread[title]": "First" })
  await openThread(reader, { "assistant_thread[title]": "Second" })

  assert.match((await reader.get("/assistant_threads")).text, />Second<.*>First</s)
  await send(reader, first, "Go on")
  assert.match((await reader.get("/assistant_threads")).text, />First<.*>Second</s)
})

test("deleting a thread removes its runs and messages", async () => {
  await createStoryteller(shahrazad)
  const path = await openThread(shahrazad)
  const assistantThreadId = Number(idOf(path))
  await send(shahrazad, path, "Tell me a story")
  const count = async (table: string) => (await database(table).where({ assistantThreadId })).length
  await until(() => database("ai_engine_runs").where({ assistantThreadId, status: "completed" }).first())
  assert.deepEqual([await count("ai_engine_runs"), await count("ai_engine_messages")], [1, 2])

  const { status, location } = await shahrazad.delete(path)
  assert.deepEqual([status, location], [303, "/assistant_threads"])
  assert.match((await shahrazad.get("/assistant_threads")).text, /The thread was deleted\./)
  assert.equal((await shahrazad.get(path)).status, 404)
  assert.deepEqual([await count("ai_engine_runs"), await count("ai_engine_messages")], [0, 0])
})

test("a stranger's thread is not there, not for the admin either", async () => {
  const path = await openThread(shahrazad, { "assistant_thread[title]": "Secret" })

  for (const client of [stranger, admin]) {
    for (const { status, text } of [
      await client.get(path),
      await client.get(`${path}/edit`),
      await client.patch(path, { "assistant_thread[title]": "Mine" }),
      await client.delete(path),
    ]) {
      assert.equal(status, 404)
      assert.doesNotMatch(text, /Secret/)
    }
    assert.doesNotMatch((await client.get("/assistant_threads")).text, /Secret/)
  }
  assert.match((await shahrazad.get(path)).text, /Secret/)
})

test("guests are asked to sign in", async () => {
  const guest = new Client(url)

  for (const path of ["/assistant_threads", "/assistant_threads/new", "/assistant_threads/1"]) {
    assert.equal((await guest.get(path)).location, `/session/new?return_to=${encodeURIComponent(path)}`)
  }
  assert.equal((await guest.post("/assistant_threads")).status, 401)
})
