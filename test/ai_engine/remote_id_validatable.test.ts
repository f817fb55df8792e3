import "../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { Assistant, AssistantThread, Message, Run } from "../../server/ai_engine/index.ts"
import { openKitchen } from "./support/kitchen.ts"
import { setUp } from "./support/remote.ts"

for (const [record, prefix] of [
  [Assistant.build({}), "asst_"],
  [AssistantThread.build({}), "thread_"],
  [Run.build({}), "run_"],
  [Message.build({}), "msg_"],
] as const) {
  test(`the remote id of ${record.recordClass.recordType} must start with ${prefix}`, async () => {
    record.remoteId = "conv_1"

    assert.equal(await record.valid(), false)
    assert.deepEqual(record.errors.on("remoteId"), [`Remote id "conv_1" must start with ${prefix}.`])

    record.remoteId = `${prefix}1`
    assert.equal(await record.valid(), true)
    record.remoteId = null
    assert.equal(await record.valid(), true)
  })
}

test("a server of one's own may call its runs as it likes", async () => {
  setUp("responses")

  assert.equal(await Run.build({ remoteId: "5f2c0b7e-9a41" }).valid(), true)
})

test("an id that its column can't hold is not kept, and stops nothing", async () => {
  setUp("responses")
  const run = Run.build({})

  await run.takeRemoteId("x".repeat(255))
  assert.equal(run.remoteId?.length, 255)
  await run.takeRemoteId("x".repeat(400))
  assert.equal(run.remoteId, null)
})

test("an id that was kept under another API stands in nobody's way", async () => {
  setUp("responses")
  const { cook, assistantThread } = await openKitchen()
  const { id } = await cook.aiEngineRun({ assistantThread, content: "How do I begin?" })

  setUp("assistants")
  const run = await Run.find(id)
  assert.match(run.remoteId ?? "", /^resp_/)
  assert.equal(await run.update({ attempt: 2 }), true)
})
