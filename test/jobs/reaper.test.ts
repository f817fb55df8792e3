import assert from "node:assert/strict"
import { after, test } from "node:test"
import { until } from "../support/until.ts"
import { setEmbeddedStage } from "./support/stage.ts"

const stage = await setEmbeddedStage()
after(() => stage.close())

test("the only process is killed: started again, it ends the answer honestly and gives the one that waited", async (t) => {
  const { openai, app } = stage
  const scene = await stage.scene(t)
  openai.script((reply) => reply.say("Once"))
  await scene.send("A fox?")
  const watcher = await scene.begun("Once")
  await scene.send("Are you there?")

  await stage.killWeb()
  assert.deepEqual(await scene.answers(), ["in_progress: Once", "queued: "])
  await app.startWeb()

  await until(() => watcher.answers[0] === "incomplete: Once")
  await until(() => watcher.answers[1]?.startsWith("completed: "))
  const [first, second] = await scene.runs()
  assert.deepEqual([first.errorCode, second.errorCode], ["interrupted", null])
  assert.equal(openai.requests.length, 2)
})
