import "../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { connection } from "../../db/index.ts"
import { AIEngine, Assistant, Message, Run } from "../../server/ai_engine/index.ts"
import { Apprentice, Cook, openKitchen } from "./support/kitchen.ts"
import { logged } from "./support/logged.ts"
import { calls, openai, REFUSAL, setUp } from "./support/remote.ts"

test("an assistant is created with its owner, here and remotely", async () => {
  const cook = await Cook.create({ name: "Marie" })

  const assistant = await cook.assistant()
  assert.match(assistant?.remoteId ?? "", /^asst_/)
  assert.equal(assistant?.instructions, "You are Marie, a cook.")
  assert.deepEqual(calls(), ["POST /assistants"])
  assert.deepEqual(openai.requests[0]?.body, {
    name: "Marie",
    model: "gpt-6-luna",
    description: "Cooks.",
    instructions: "You are Marie, a cook.",
  })
})

test("what changes in the owner changes in its assistant, here and remotely", async () => {
  const cook = await Cook.create({ name: "Marie" })
  const before = await cook.assistant()

  assert.equal(await cook.update({ name: "Paul" }), true)

  const assistant = await cook.assistant()
  assert.deepEqual([assistant?.id, assistant?.remoteId], [before?.id, before?.remoteId])
  assert.equal(assistant?.instructions, "You are Paul, a cook.")
  assert.deepEqual(calls(), ["POST /assistants", "POST /assistants/:id"])
  assert.equal(openai.requests[1]?.body.name, "Paul")
})

test("an owner that does not say what its assistant is gets a plain one, and the log says what to define", async () => {
  const apprentice = Apprentice.build({ name: "Remy" })

  const log = await logged(() => apprentice.save())

  const { name, model, instructions } = (await apprentice.assistant()) as Assistant
  assert.deepEqual([name, model], ["Assistant for Apprentice", "gpt-6-luna"])
  assert.equal(instructions, "Assistant for Apprentice")
  assert.match(log, /Define aiEngineAssistant in Apprentice/)
})

test("owners of two types with one id have an assistant each", async () => {
  const cook = await Cook.create({ name: "Marie" })
  const apprentice = await Apprentice.find(cook.id)
  await apprentice.save()

  assert.notEqual((await apprentice.assistant())?.id, (await cook.assistant())?.id)
  await apprentice.destroy()
  assert.ok(await cook.assistant())
})

test("where it can't be created remotely the owner is not saved, and its errors hold the provider's sentence", async () => {
  const cooks = await countCooks()
  openai.refuseNext(400, REFUSAL)
  const cook = Cook.build({ name: "Marie" })

  assert.equal(await cook.save(), false)

  assert.deepEqual(cook.errors.on("base"), ["The kitchen is closed."])
  assert.equal(cook.persisted, false)
  assert.equal(await countCooks(), cooks)

  assert.equal(await cook.save(), true)
})

test("where it can't be changed remotely nothing is changed", async () => {
  const cook = await Cook.create({ name: "Marie" })
  openai.refuseNext(400, REFUSAL)

  assert.equal(await cook.update({ name: "Paul" }), false)

  assert.deepEqual(cook.errors.on("base"), ["The kitchen is closed."])
  assert.equal((await Cook.find(cook.id)).name, "Marie")
  assert.equal((await cook.assistant())?.name, "Marie")
})

test("where it can't be deleted remotely nothing is deleted", async () => {
  const cook = await Cook.create({ name: "Marie" })
  openai.refuseNext(400, REFUSAL)

  assert.equal(await cook.destroy(), false)

  assert.deepEqual(cook.errors.on("base"), ["The kitchen is closed."])
  assert.ok(await cook.assistant())
  assert.equal(await cook.destroy(), true)
})

test("what is gone remotely already is deleted without an error", async () => {
  const cook = await Cook.create({ name: "Marie" })
  openai.refuseNext(404, { error: { message: "No assistant found." } })

  assert.equal(await cook.destroy(), true)
  assert.equal(await Cook.findBy({ id: cook.id }), undefined)
})

test("what is gone remotely is made anew when its owner changes", async () => {
  const cook = await Cook.create({ name: "Marie" })
  const before = await cook.assistant()
  await AIEngine.provider.deleteAssistant(before?.remoteId ?? "")

  assert.equal(await cook.update({ name: "Paul" }), true)

  const assistant = await cook.assistant()
  assert.equal(assistant?.id, before?.id)
  assert.match(assistant?.remoteId ?? "", /^asst_/)
  assert.notEqual(assistant?.remoteId, before?.remoteId)
})

for (const [what, id] of [
  ["too long for its column", `asst_${"x".repeat(300)}`],
  ["none of an assistant's", "conv_1"],
] as const) {
  test(`an id that is ${what} stops nothing: it is not kept, and the assistant answers all the same`, async () => {
    openai.refuseNext(200, { id, object: "assistant" })
    const { cook, assistantThread } = await openKitchen()
    assert.equal((await cook.assistant())?.remoteId, null)

    const run = await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })
    assert.equal(run.status, "completed")
    assert.match((await cook.assistant())?.remoteId ?? "", /^asst_/)

    await AIEngine.provider.deleteAssistant((await cook.assistant())?.remoteId ?? "")
    openai.refuseNext(404, { error: { message: "No assistant found." } })
    openai.refuseNext(200, { id, object: "assistant" })
    assert.equal(await cook.update({ name: "Paul" }), true)
    assert.equal((await cook.assistant())?.remoteId, null)
    assert.equal(await cook.destroy(), true)
  })
}

test("a deleted owner leaves its runs and their messages readable", async () => {
  const { cook, assistantThread } = await openKitchen()
  const { id } = await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })
  const assistant = await cook.assistant()

  assert.equal(await cook.destroy(), true)

  assert.equal(await Assistant.findBy({ id: assistant?.id }), undefined)
  assert.equal(openai.requests.at(-1)?.path, `/assistants/${assistant?.remoteId}`)
  const run = await Run.find(id)
  assert.deepEqual([run.assistantId, run.assistantName, run.status], [null, "Marie", "completed"])
  assert.equal(run.instructions, "You are Marie, a cook.")
  const [question, answer] = await assistantThread.messages()
  assert.equal(question?.content, "How do I begin?")
  assert.match(answer?.content ?? "", /Lighthouse/)
})

test("a run whose owner was deleted before it began fails with a sentence", async () => {
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "How do I begin?" })
  await cook.destroy()
  await run.reload()

  await cook.aiEngineRun({ assistantThread, run })

  assert.deepEqual([run.status, run.errorCode], ["failed", "assistant_deleted"])
  assert.match(run.errorMessage ?? "", /deleted before it could answer/)
})

test("a remote assistant whose owner can't be stored is deleted again", async () => {
  await connection().schema.renameTable("cooks", "cooks_away")
  await assert.rejects(Cook.build({ name: "Marie" }).save(), /cooks/)
  await connection().schema.renameTable("cooks_away", "cooks")

  assert.deepEqual(calls(), ["POST /assistants", "DELETE /assistants/:id"])
})

test("a remote assistant whose id can't be kept here is deleted again", async () => {
  openai.refuseNext(200, { id: "strange_1" })
  await Cook.create({ name: "Marie" })

  assert.deepEqual(calls(), ["POST /assistants", "DELETE /assistants/:id"])
})

test("the guide's way: the question goes into the remote thread, a run of the remote assistant answers it", async () => {
  const { cook, assistantThread } = await openKitchen()
  const assistant = await cook.assistant()
  openai.requests.length = 0

  const first = await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })
  await cook.aiEngineRun({ assistantThread, content: "And then?" })

  const asking = ["POST /threads/:id/messages", "POST /threads/:id/runs"]
  assert.deepEqual(calls(), [...asking, ...asking])
  const [message, run] = openai.requests
  assert.deepEqual(message?.body, { role: "user", content: "How do I begin?" })
  assert.equal(message?.path, `/threads/${assistantThread.remoteId}/messages`)
  assert.equal(run?.body.assistant_id, assistant?.remoteId)
  assert.match(first.remoteId ?? "", /^run_/)
  for (const { remoteId } of await Message.of(first)) assert.match(remoteId ?? "", /^msg_/)
})

test("what began without remote assistants and threads goes on with them", async () => {
  setUp("responses")
  const { cook, assistantThread } = await openKitchen()
  await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })
  assert.deepEqual(calls(), ["POST /responses"])
  assert.equal((await cook.assistant())?.remoteId, null)

  setUp("assistants")
  await cook.aiEngineRun({ assistantThread, content: "And then?" })

  const message = "POST /threads/:id/messages"
  const made = ["POST /assistants", "POST /threads", message, message, message, "POST /threads/:id/runs"]
  assert.deepEqual(calls().slice(1), made)
  assert.deepEqual(
    openai.requests.slice(3, 6).map(({ body }) => body.role),
    ["user", "assistant", "user"],
  )
  assert.match((await cook.assistant())?.remoteId ?? "", /^asst_/)
})

async function countCooks() {
  return (await Cook.where({})).length
}
