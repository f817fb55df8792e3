import assert from "node:assert/strict"
import { test } from "node:test"
import { fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { createStoryteller, openThread, STORYTELLER } from "../support/story_forms.ts"

const { openai, database, admin: user } = await openApp({ AI_ENGINE_API: "assistants" })

const REFUSAL = { error: { message: "You have <too> many assistants.", code: null } }

test("a storyteller is made, changed and deleted remotely with its owner", async () => {
  const path = await createStoryteller(user)
  const { remoteId } = await database("ai_engine_assistants").orderBy("id", "desc").first()
  await user.patch(path, { "storyteller[name]": "Grandmother" })
  await user.delete(path)

  assert.match(remoteId, /^asst_/)
  assert.deepEqual(
    openai.requests.map(({ method, path, body }) => [method, path, body.name]),
    [
      ["POST", "/assistants", "Shahrazad"],
      ["POST", `/assistants/${remoteId}`, "Grandmother"],
      ["DELETE", `/assistants/${remoteId}`, undefined],
    ],
  )
})

test("where the provider refuses a new one, nothing is stored and its sentence is shown", async () => {
  openai.refuseNext(400, REFUSAL)
  const { status, text } = await user.post("/storytellers", {
    ...STORYTELLER,
    "storyteller[name]": "Refused",
    "storyteller[instructions]": "As\ntyped.",
  })

  assert.equal(status, 422)
  assert.match(text, /role="alert">You have &lt;too&gt; many assistants\.</)
  assert.equal(fieldValue(text, "storyteller_name"), "Refused")
  assert.equal(fieldValue(text, "storyteller_instructions"), "As\ntyped.")
  assert.deepEqual(await database("storytellers").where({ name: "Refused" }), [])
})

test("where the provider refuses a change, it stays as it was", async () => {
  const path = await createStoryteller(user)
  openai.refuseNext(400, REFUSAL)
  const { status, text } = await user.patch(path, { "storyteller[name]": "Refused" })

  assert.equal(status, 422)
  assert.match(text, /many assistants\./)
  assert.equal(fieldValue(text, "storyteller_name"), "Refused")
  assert.match((await user.get(path)).text, /<h1 dir="auto">Shahrazad<\/h1>/)
})

test("where the provider refuses to delete, it stays", async () => {
  const path = await createStoryteller(user)
  openai.refuseNext(400, REFUSAL)
  const { status, text } = await user.delete(path)

  assert.equal(status, 422)
  assert.match(text, /many assistants\./)
  assert.equal((await user.get(path)).status, 200)
})

test("what is already gone remotely can be deleted", async () => {
  const path = await createStoryteller(user)
  await database("ai_engine_assistants").update({ remoteId: "asst_gone" })

  assert.equal((await user.delete(path)).status, 303)
  assert.equal((await user.get(path)).status, 404)
})

test("a provider's id that no column can hold is no fault of whoever creates a storyteller", async () => {
  openai.refuseNext(200, { id: `asst_${"x".repeat(300)}`, object: "assistant" })
  const path = await createStoryteller(user)

  assert.equal((await user.patch(path, { "storyteller[name]": "Grandmother" })).status, 303)
  assert.equal((await user.delete(path)).status, 303)
})

test("a form that is not valid never reaches the provider", async () => {
  const before = openai.requests.length
  const { status, text } = await user.post("/storytellers", { ...STORYTELLER, "storyteller[name]": "" })

  assert.equal(status, 422)
  assert.ok(textOf(text, "storyteller_name_error"))
  assert.equal(openai.requests.length, before)
})

test("a thread is made remotely with its owner, and stays where the provider refuses to delete it", async () => {
  openai.refuseNext(400, { error: { message: "No more threads today.", code: null } })
  const refused = await user.post("/assistant_threads", { "assistant_thread[title]": "Dawn" })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /No more threads today\./)
  assert.equal(fieldValue(refused.text, "assistant_thread_title"), "Dawn")

  const path = await openThread(user)
  assert.match((await database("ai_engine_assistant_threads").first()).remoteId, /^thread_/)

  openai.refuseNext(400, { error: { message: "Threads are kept today.", code: null } })
  const kept = await user.delete(path)
  assert.equal(kept.status, 422)
  assert.match(kept.text, /Threads are kept today\./)

  await database("ai_engine_assistant_threads").update({ remoteId: "thread_gone" })
  assert.equal((await user.delete(path)).status, 303)
})
