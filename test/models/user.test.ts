import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Assistant, AssistantThread, Chat, Message, Run } from "../../server/ai_engine/index.ts"
import { boot } from "../../server/boot.ts"
import { cable } from "../../server/cable/cable.ts"
import { RecordNotFound } from "../../server/lib/errors.ts"
import { Session } from "../../server/models/session.ts"
import { Storyteller } from "../../server/models/storyteller.ts"
import { User } from "../../server/models/user.ts"

before(boot)
after(() => cable.close())

test("a user who goes takes storytellers, assistants, threads, chats, runs, messages and sessions along", async () => {
  const ada = await signUp("ada")
  const ben = await signUp("ben")
  for (const user of [ada, ben]) {
    const storyteller = user.buildStoryteller(SHAHRAZAD)
    assert.equal(await storyteller.save(), true, storyteller.errors.sentences.join())
    const assistantThread = user.buildAssistantThread()
    await assistantThread.save()
    await storyteller.aiEngineAsk({ assistantThread, content: "Tell me a story" })
    const chat = user.buildChat()
    await chat.save()
    await user.aiEngineAskInChat({ chat, content: "And a fact" })
    await Session.start(user, undefined)
  }

  assert.equal(await ada.destroy(), true)

  const left = [
    await Storyteller.where({}),
    await Assistant.where({}),
    await AssistantThread.where({}),
    await Chat.where({}),
    await Run.where({}),
    await Message.where({}),
    await Session.where({}),
  ]
  assert.deepEqual(
    left.map(({ length }) => length),
    [1, 1, 1, 1, 2, 4, 1],
  )
  assert.equal((await ben.assistantThreads()).length, 1)
})

test("a storyteller who goes leaves what was told, and takes the assistant along", async () => {
  const user = await signUp("cleo")
  const storyteller = user.buildStoryteller(SHAHRAZAD)
  await storyteller.save()
  const assistantThread = user.buildAssistantThread()
  await assistantThread.save()
  const run = await storyteller.aiEngineAsk({ assistantThread, content: "Tell me a story" })
  const assistantId = run.assistantId

  assert.equal(await storyteller.destroy(), true)

  assert.equal(await Assistant.findBy({ id: assistantId }), undefined)
  assert.deepEqual([(await run.reload()).assistantId, run.assistantName], [null, "Shahrazad"])
  assert.equal((await assistantThread.messages()).length, 2)
})

test("one's own are found, others' only by the admin", async () => {
  const [owner, stranger, admin] = [await signUp("dora"), await signUp("emil"), await signUp("fay")]
  await admin.update({ admin: true })
  const storyteller = owner.buildStoryteller(SHAHRAZAD)
  await storyteller.save()

  assert.equal((await owner.storyteller(storyteller.id)).id, storyteller.id)
  assert.equal((await admin.storyteller(storyteller.id)).id, storyteller.id)
  await assert.rejects(stranger.storyteller(storyteller.id), RecordNotFound)
  assert.deepEqual(await stranger.storytellers(), [])
  assert.deepEqual(
    (await owner.storytellers()).map(({ owner }) => owner),
    [undefined],
  )
  assert.deepEqual(await admin.ownStorytellers(), [])
  assert.ok((await admin.storytellers()).some(({ owner }) => owner === "dora"))
})

test("whoever builds a storyteller owns it", async () => {
  const user = await signUp("gus")
  assert.equal(user.buildStoryteller({ userId: user.id + 1 }).userId, user.id)
})

test("an address and its password belong together", async () => {
  const user = await signUp("hal")

  assert.equal((await User.authenticate(" HAL@example.com ", "once upon a time"))?.id, user.id)
  assert.equal(await User.authenticate("hal@example.com", "open sesame"), undefined)
  assert.equal(await User.authenticate("nobody@example.com", "once upon a time"), undefined)
  assert.equal(await User.authenticate("", ""), undefined)
})

const SHAHRAZAD: Partial<Storyteller> = {
  name: "Shahrazad",
  model: "gpt-6-luna",
  instructions: "You tell stories.",
  maxPromptTokens: "8000",
  maxCompletionTokens: "1000",
}

async function signUp(fullName: string) {
  const fields = { fullName, email: `${fullName}@example.com`, password: "once upon a time" }
  const user = await User.create(fields)
  assert.ok(user.persisted, user.errors.sentences.join())
  return user
}
