import "../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { AssistantThread, Message, Run, Threadable } from "../../server/ai_engine/index.ts"
import { ApplicationRecord } from "../../server/lib/application_record.ts"
import { RecordNotFound } from "../../server/lib/errors.ts"
import { registerRecordTypes } from "../../server/lib/record_types.ts"
import { tells } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"
import { Kitchen, openKitchen } from "./support/kitchen.ts"
import { logged } from "./support/logged.ts"
import { calls, openai, REFUSAL } from "./support/remote.ts"

/** One that overrides nothing. */
class Pantry extends Threadable(ApplicationRecord) {
  static override tableName = "kitchens"
  static override recordType = "Pantry"
  static override columns = ["name"]
}

registerRecordTypes(Pantry)

test("a thread is created remotely too", async () => {
  const { assistantThread } = await openKitchen()

  assert.match(assistantThread.remoteId ?? "", /^thread_/)
  assert.equal(calls().at(-1), "POST /threads")
})

test("where it can't be created remotely it is not saved, and its errors hold the provider's sentence", async () => {
  const { kitchen } = await openKitchen()
  const thread = kitchen.buildAssistantThread()
  openai.refuseNext(400, REFUSAL)

  assert.equal(await thread.save(), false)
  assert.deepEqual(thread.errors.on("base"), ["The kitchen is closed."])
  assert.equal((await kitchen.assistantThreads()).length, 1)
})

test("threads are found through their owner only", async () => {
  const { kitchen, assistantThread } = await openKitchen()
  const stranger = await Kitchen.create({ name: "Upstairs" })
  const namesake = await Pantry.find(kitchen.id)

  assert.equal((await kitchen.assistantThread(assistantThread.id)).id, assistantThread.id)
  for (const other of [stranger, namesake]) {
    await assert.rejects(other.assistantThread(assistantThread.id), RecordNotFound)
    assert.deepEqual(await other.assistantThreads(), [])
  }
})

test("a thread knows its owner itself, or whose it is", async () => {
  const { kitchen, assistantThread } = await openKitchen()
  const { id } = assistantThread
  const [listed] = await kitchen.assistantThreads()

  for (const thread of [assistantThread, listed, await kitchen.assistantThread(id)]) {
    assert.equal(await thread?.threadable(), kitchen)
  }
  const stray = await AssistantThread.find(id)
  assert.equal((await stray.threadable()).id, kitchen.id)
})

test("a title may have 200 characters, and not one more", async () => {
  const { assistantThread } = await openKitchen()
  assert.equal(await assistantThread.update({ title: "x".repeat(200) }), true)
  assert.equal(await assistantThread.update({ title: "x".repeat(201) }), false)
})

test("the thread that was last written in comes first", async () => {
  const { cook, kitchen, assistantThread } = await openKitchen()
  await kitchen.buildAssistantThread({ title: "Later" }).save()

  await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })

  const titles = (await kitchen.assistantThreads()).map(({ title }) => title)
  assert.deepEqual(titles, ["How do I begin?", "Later"])
})

test("a deleted owner takes its threads, runs and messages along, and its threads remotely", async () => {
  const { cook, kitchen, assistantThread } = await openKitchen()
  await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })
  const other = (await openKitchen()).assistantThread
  await cook.aiEngineRun({ assistantThread: other, content: "How do I begin?" })

  assert.equal(await kitchen.destroy(), true)

  assert.equal(openai.requests.at(-1)?.method, "DELETE")
  assert.equal(openai.requests.at(-1)?.path, `/threads/${assistantThread.remoteId}`)
  assert.equal(await AssistantThread.findBy({ id: assistantThread.id }), undefined)
  assert.deepEqual(await Run.where({ assistantThreadId: assistantThread.id }), [])
  assert.deepEqual(await Message.where({ assistantThreadId: assistantThread.id }), [])
  assert.equal((await other.messages()).length, 2)
})

test("where a thread can't be deleted remotely, it and its owner stay", async () => {
  const { kitchen, assistantThread } = await openKitchen()
  openai.refuseNext(400, REFUSAL)

  assert.equal(await kitchen.destroy(), false)

  assert.deepEqual(kitchen.errors.on("base"), ["The kitchen is closed."])
  assert.ok(await Kitchen.findBy({ id: kitchen.id }))
  assert.ok(await AssistantThread.findBy({ id: assistantThread.id }))
})

test("a thread that is gone remotely already is deleted without an error", async () => {
  const { kitchen } = await openKitchen()
  openai.refuseNext(404, { error: { message: "No thread found." } })

  assert.equal(await kitchen.destroy(), true)
})

test("deleting a thread stops what is streamed into it", async () => {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => reply.say("Once"))
  const running = cook.aiEngineRun({ assistantThread, content: "Begin." })
  await until(() => Kitchen.told.includes("update Once"))
  const streamed = openai.requests.at(-1)

  assert.equal(await assistantThread.destroy(), true)

  await running
  await streamed?.aborted
  assert.equal(await AssistantThread.findBy({ id: assistantThread.id }), undefined)
})

test("an owner that shows nothing is told in the log what to define", async () => {
  const { cook } = await openKitchen()
  const pantry = await Pantry.create({})
  const assistantThread = pantry.buildAssistantThread()
  await assistantThread.save()
  openai.script(tells("Eggs."))

  const log = await logged(() => cook.aiEngineRun({ assistantThread, content: "How do I begin?" }))

  assert.match(log, /Define aiEngineOnMessageCreate\(\{ message \}\) in Pantry/)
  assert.match(log, /Define aiEngineOnMessageUpdate\(\{ message \}\) in Pantry/)
})
