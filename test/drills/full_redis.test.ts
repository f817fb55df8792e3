import assert from "node:assert/strict"
import { after, test } from "node:test"
import { setStage } from "../jobs/support/stage.ts"
import { tells } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"

const PAGES = 20

const { stage, redis, close } = await setStage()
after(close)

test("a question that a full Redis refuses comes onto every open page when there is room again", async (t) => {
  const scene = await stage.scene(t)
  stage.openai.script(tells("One."), tells("Two."))
  const watchers = await Promise.all(Array.from({ length: PAGES }, () => scene.watch()))
  await scene.send("First?")
  await until(() => watchers.every(({ answers }) => answers[0] === "completed: One."))
  const loads = watchers.map((watcher) => watcher.loads)

  await redis.command("CONFIG", "SET", "maxmemory", "1")
  await scene.send("Second?")
  assert.deepEqual(await scene.answers(), ["completed: One.", "queued: "])
  await redis.command("CONFIG", "SET", "maxmemory", "0")

  await until(() => watchers.every(({ answers }) => answers[1] === "completed: Two."))
  for (const { messages } of watchers) assert.equal(messages.length, 4)
  assert.deepEqual(
    watchers.map((watcher) => watcher.loads),
    loads.map((count) => count + 1),
  )
})

test("an answer that ends while Redis is full is shown as ended when there is room again", async (t) => {
  const scene = await stage.scene(t)
  stage.openai.script(async (reply) => {
    reply.say("Once")
    stage.openai.hold()
    await reply.turn()
    reply.say(" upon a time")
    reply.complete({ input: 1, output: 1 })
  })
  await scene.send("A fox?")
  const watcher = await scene.begun("Once")

  await redis.command("CONFIG", "SET", "maxmemory", "1")
  stage.openai.release()
  await until(async () => (await scene.answers())[0] === "completed: Once upon a time")
  assert.deepEqual(watcher.answers, ["in_progress: Once"])
  await redis.command("CONFIG", "SET", "maxmemory", "0")

  await until(() => watcher.answers[0] === "completed: Once upon a time")
})

test("the log speaks of it once a process", () => {
  for (const { output } of [stage.app.web, stage.app.worker].flatMap((process) => process ?? [])) {
    const complaints = output.split("\n").filter((line) => /^(warn|error):/.test(line))
    assert.ok(complaints.length <= 1, output)
  }
})
