import "../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { AssistantThread, Chat, Message, Run } from "../../server/ai_engine/index.ts"
import { RecordNotFound } from "../../server/lib/errors.ts"
import { tells } from "../support/scripted_openai.ts"
import { Cook, Kitchen, openKitchen } from "./support/kitchen.ts"
import { calls, openai, setUp } from "./support/remote.ts"

test("a chat goes over Chat Completions where threads live at the provider, and without a system message", async () => {
  const { kitchen, chat } = await openChat()
  openai.script(tells("Boil ", "it."))
  const run = await kitchen.aiEngineRunInChat({ chat, content: "An egg?" })

  assert.deepEqual([run.status, run.api, run.assistantId], ["completed", "chat_completions", null])
  assert.equal(calls().at(-1), "POST /chat/completions")
  assert.deepEqual(openai.requests.at(-1)?.body.messages, [{ role: "user", content: "An egg?" }])
  assert.deepEqual(
    (await chat.messages()).map(({ role, content }) => [role, content]),
    [
      ["user", "An egg?"],
      ["assistant", "Boil it."],
    ],
  )
  assert.deepEqual(Kitchen.told.slice(0, 3), ["create user", "create assistant", "start assistant"])
  assert.equal(Kitchen.told.at(-1), "update Boil it.")
})

test("over Responses a chat sends all that was said, and no instructions", async () => {
  setUp("responses")
  const { kitchen, chat } = await openChat()
  for (const content of ["One?", "Two?"]) await kitchen.aiEngineRunInChat({ chat, content })

  const body = openai.requests.at(-1)?.body ?? {}
  assert.equal("instructions" in body, false)
  assert.deepEqual(
    (body.input as { role: string }[]).map(({ role }) => role),
    ["user", "assistant", "user"],
  )
})

test("a model that was chosen answers the next message, too, until another one is chosen", async () => {
  setUp("responses")
  const { kitchen, chat } = await openChat()

  const models = []
  for (const model of [undefined, "gpt-6.1-terra", undefined])
    models.push((await kitchen.aiEngineRunInChat({ chat, content: "Go on.", model })).model)
  assert.deepEqual(models, ["gpt-6-luna", "gpt-6.1-terra", "gpt-6.1-terra"])
})

test("chats are found through their owner only, and are no threads", async () => {
  const { kitchen, chat, assistantThread } = await openChat()
  const stranger = await Kitchen.create({ name: "Upstairs" })

  assert.deepEqual([(await kitchen.chats()).map(({ id }) => id), await stranger.chats()], [[chat.id], []])
  assert.equal((await kitchen.chat(chat.id)).id, chat.id)
  assert.equal(await (await kitchen.conversation(chat.id)).owner(), kitchen)
  await assert.rejects(stranger.chat(chat.id), RecordNotFound)
  await assert.rejects(stranger.conversation(chat.id), RecordNotFound)
  await assert.rejects(kitchen.chat(assistantThread.id), RecordNotFound)
  await assert.rejects(kitchen.assistantThread(chat.id), RecordNotFound)
})

test("an owner takes chats along, with their runs and messages", async () => {
  const { kitchen, chat } = await openChat()
  await kitchen.aiEngineRunInChat({ chat, content: "An egg?" })
  await kitchen.destroy()

  assert.equal(await Chat.findBy({ id: chat.id }), undefined)
  const left = { assistantThreadId: chat.id }
  assert.deepEqual([await Run.where(left), await Message.where(left)], [[], []])
})

test("a run ends with the API that it began with, also where another one is set up by now", async () => {
  setUp("responses")
  const { kitchen, chat } = await openChat()
  const run = await kitchen.aiEngineAskInChat({ chat, content: "An egg?" })

  setUp("chat_completions")
  await kitchen.aiEngineRunInChat({ chat, run })
  assert.deepEqual([calls().at(-1), run.status], ["POST /responses", "completed"])
})

test("what a model can be told besides reaches the provider as it is, now and after a change", async () => {
  setUp("responses")
  const { assistantThread } = await openKitchen()
  const cook = await Hot.create({ name: "Marie" })
  await cook.aiEngineRun({ assistantThread, content: "An egg?" })
  Hot.temperature = 0.2
  await cook.save()
  await cook.aiEngineRun({ assistantThread, content: "Two?" })

  const sent = openai.requests.map(({ body }) => [body.temperature, body.metadata, body.model])
  assert.deepEqual(sent, [
    [0.9, { kitchen: "hot" }, "gpt-6-luna"],
    [0.2, { kitchen: "hot" }, "gpt-6-luna"],
  ])
  assert.equal((await AssistantThread.find(assistantThread.id)).kind, "assistant_thread")
})

test("runs, messages and assistants know what they belong to", async () => {
  setUp("responses")
  const { kitchen, chat, assistantThread } = await openChat()
  const cook = await Cook.create({ name: "Marie" })
  const run = await cook.aiEngineRun({ assistantThread, content: "An egg?" })
  const chatRun = await kitchen.aiEngineRunInChat({ chat, content: "Two?" })

  const assistant = await run.assistant()
  const owner = (await assistant?.assistable()) as Cook
  assert.deepEqual([owner.id, await chatRun.assistant()], [cook.id, undefined])
  for (const [one, conversation] of [
    [run, assistantThread],
    [chatRun, chat],
  ] as const) {
    const messages = await one.messages()
    assert.deepEqual(
      messages.map(({ role }) => role),
      ["user", "assistant"],
    )
    for (const record of [one, ...messages]) {
      assert.equal((await record.conversation()).id, conversation.id)
      assert.equal((await record.assistantThread())?.id, one === run ? assistantThread.id : undefined)
      assert.equal((await record.user()).id, kitchen.id)
    }
  }
})

class Hot extends Cook {
  static temperature = 0.9

  override get aiEngineAssistant() {
    return { ...super.aiEngineAssistant, temperature: Hot.temperature, metadata: { kitchen: "hot" } }
  }
}

async function openChat() {
  const { kitchen, assistantThread } = await openKitchen()
  const chat = kitchen.buildChat()
  await chat.save()
  return { kitchen, chat, assistantThread }
}
