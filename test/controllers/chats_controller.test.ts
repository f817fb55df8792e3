import assert from "node:assert/strict"
import { test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { element, errorOf, fieldValue, textOf } from "../support/html.ts"
import { readLive } from "../support/live_reader.ts"
import { openApp } from "../support/open_app.ts"
import type { Reply } from "../support/scripted_openai/reply.ts"
import { idOf } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const { url, database, openai } = await openApp({ AI_ENGINE_MODELS: "gpt-6-luna,gpt-6.1-terra" })
const ada = await signedUp(url, "Ada")
const stranger = await signedUp(url, "Stranger")

test("without any there is an invitation, and the navigation leads there", async () => {
  const newcomer = await signedUp(url)
  assert.match((await newcomer.get("/")).text, /<a href="\/chats">Chats<\/a>/)
  assert.match((await newcomer.get("/chats")).text, /Open your first chat/)
})

test("a new chat needs no title and no storyteller, and its composer offers a model alone", async () => {
  assert.match((await ada.get("/chats/new")).text, /<h1>New chat<\/h1>/)
  const path = await openChat()
  const { text } = await ada.get(path)
  const id = `chat_${idOf(path)}`

  assert.equal(textOf(text, `${id}_title`), "Untitled chat")
  assert.equal(element(text, `${id}_messages`).attribs.role, "log")
  assert.match(text, /<cable-stream-source src="\/cable\?stream=[\w.-]+" cursor="\d+-\d+">/)
  assert.match(text, new RegExp(`name="message\\[chat_id\\]" value="${idOf(path)}"`))
  assert.equal(fieldValue(text, `${id}_model`), "gpt-6-luna")
  assert.doesNotMatch(text, /message\[storyteller_id\]|Create a storyteller/)
})

test("a model answers without instructions, has all that was said before, and is asked again unless another is chosen", async () => {
  const path = await openChat()
  const first = await answered(path, "One?", { "message[model]": "gpt-6.1-terra" })
  const second = await answered(path, "Two?")
  const third = await answered(path, "Three?", { "message[model]": "gpt-6-luna" })

  assert.deepEqual([first.model, second.model, third.model], ["gpt-6.1-terra", "gpt-6.1-terra", "gpt-6-luna"])
  assert.equal("instructions" in first, false)
  const said = (third.input as { content: string }[]).map(({ content }) => content)
  assert.deepEqual([said[0], said[2], said[4], said.length], ["One?", "Two?", "Three?", 5])

  const { text } = await ada.get(path)
  assert.equal(textOf(text, `chat_${idOf(path)}_title`), "One?")
  assert.equal(fieldValue(text, `chat_${idOf(path)}_model`), "gpt-6-luna")
  assert.equal(text.match(/data-status="completed"/g)?.length, 3)
})

test("an answer that was stopped is tried again with a model alone, below the earlier try", async () => {
  const path = await openChat()
  const reply = await asked(path, "Slowly, please.")
  reply.say("Once")
  const [run] = await runsOf(path)
  await ada.post(`/runs/${run.id}/cancellation`)
  const form = await ada.get(`/runs/${run.id}/retry/new`)
  assert.match(form.text, /run\[model\]/)
  assert.doesNotMatch(form.text, /run\[storyteller_id\]/)

  const again = await ada.post(`/runs/${run.id}/retry`, { "run[model]": "gpt-6.1-terra" })
  assert.deepEqual([again.status, again.location?.split("#")[0]], [303, path])
  await until(async () => (await runsOf(path)).at(-1)?.status === "completed")
  const [, retried] = await runsOf(path)
  assert.deepEqual([retried.model, retried.attempt, retried.assistantId], ["gpt-6.1-terra", 2, null])
})

test("without script, and as plain text, an answer shows while it comes", async () => {
  const path = await openChat()
  const reply = await asked(path, "Tell me.")
  const page = await readLive(ada, `${path}/live`)
  const text = await readLive(ada, path, { Accept: "text/plain" })

  reply.say("Once upon")
  await Promise.all([page.sees("Once"), text.sees("Once upon")])
  assert.match(page.text, new RegExp(`href="${path}#message_\\d+">load it again`))
  reply.complete()
  await Promise.all([page.ended(), text.ended()])
})

test("a message that can't be sent comes back with its words", async () => {
  const path = await openChat()
  const refused = await send(path, " ")
  assert.equal(refused.status, 422)
  assert.match(errorOf(refused.text, `chat_${idOf(path)}_content`), /Write something first/)

  const model = await send(path, "Kept?", { "message[model]": "none" })
  assert.deepEqual([model.status, fieldValue(model.text, `chat_${idOf(path)}_content`)], [422, "Kept?"])
  assert.deepEqual(await runsOf(path), [])
})

test("the title can be changed, and one that is too long comes back as it was typed", async () => {
  const path = await openChat({ "chat[title]": "Dawn" })
  assert.equal(fieldValue((await ada.get(`${path}/edit`)).text, "chat_title"), "Dawn")

  assert.equal((await ada.patch(path, { "chat[title]": " Dusk " })).location, path)
  assert.match((await ada.get("/chats")).text, />Dusk</)
  const long = await ada.patch(path, { "chat[title]": "x".repeat(201) })
  assert.equal(long.status, 422)
  assert.match(errorOf(long.text, "chat_title"), /200 characters/)
})

test("deleting a chat removes its runs and messages, and stops the answer under way", async () => {
  const path = await openChat()
  await asked(path, "Tell me.")
  const { status, location } = await ada.delete(path)

  assert.deepEqual([status, location], [303, "/chats"])
  assert.deepEqual(await runsOf(path), [])
  assert.equal((await ada.get(path)).status, 404)
})

test("a chat is no thread, and a thread is no chat", async () => {
  const chat = await openChat({ "chat[title]": "Only a chat" })
  const { location: thread = "" } = await ada.post("/assistant_threads", {})

  assert.equal((await ada.get(`/assistant_threads/${idOf(chat)}`)).status, 404)
  assert.equal((await ada.get(`/chats/${idOf(thread ?? "")}`)).status, 404)
  assert.doesNotMatch((await ada.get("/assistant_threads")).text, /Only a chat/)
  const strayed = await ada.post("/messages", {
    "message[assistant_thread_id]": idOf(chat),
    "message[content]": "Hello?",
  })
  assert.equal(strayed.status, 404)
})

test("a stranger's chat is not there, nor is anything of it", async () => {
  const path = await openChat()
  await answered(path, "One?")
  const [run] = await runsOf(path)

  for (const { status } of [
    await stranger.get(path),
    await stranger.get(`${path}/edit`),
    await stranger.get(`${path}/live`),
    await stranger.patch(path, { "chat[title]": "Mine" }),
    await stranger.delete(path),
    await stranger.post(`/runs/${run.id}/cancellation`),
    await stranger.post("/messages", { "message[chat_id]": idOf(path), "message[content]": "Mine?" }),
  ]) {
    assert.equal(status, 404)
  }
  assert.equal((await runsOf(path)).length, 1)
})

test("guests are asked to sign in", async () => {
  for (const path of ["/chats", "/chats/new", "/chats/1"]) {
    assert.match((await new Client(url).get(path)).location ?? "", /^\/session\/new/)
  }
})

async function openChat(fields: Record<string, string> = {}) {
  const { status, location } = await ada.post("/chats", fields)
  assert.equal(status, 303)
  return location ?? ""
}

function send(path: string, content: string, fields: Record<string, string> = {}) {
  return ada.post("/messages", { "message[chat_id]": idOf(path), "message[content]": content, ...fields })
}

/** What the provider was sent. */
async function answered(path: string, content: string, fields: Record<string, string> = {}) {
  const before = openai.requests.length
  assert.equal((await send(path, content, fields)).status, 303)
  await until(async () => (await runsOf(path)).at(-1)?.status === "completed")
  return openai.requests[before]?.body ?? {}
}

/** Resolves when the provider was asked. */
async function asked(path: string, content: string) {
  const { promise, resolve } = Promise.withResolvers<Reply>()
  openai.script(resolve)
  await send(path, content)
  return promise
}

function runsOf(path: string) {
  return database("ai_engine_runs")
    .where({ assistantThreadId: Number(idOf(path)) })
    .orderBy("id")
}
