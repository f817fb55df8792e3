import assert from "node:assert/strict"
import { after, test } from "node:test"
import { until } from "../support/until.ts"
import { inParts } from "../system/support/in_parts.ts"
import { setStage } from "./support/stage.ts"

const { stage, close } = await setStage()
const { openai, app } = stage
after(close)

test("a killed web process leaves the answer to the worker, and a new one shows it whole", async (t) => {
  const scene = await stage.scene(t)
  openai.script(inParts(openai, "Once", " upon a time"))
  await scene.send("A fox?")
  const watcher = await scene.begun("Once")

  await stage.killWeb()
  openai.release()
  await until(async () => (await scene.answers())[0]?.endsWith("Once upon a time"))
  openai.release()
  await until(async () => (await scene.answers())[0] === "completed: Once upon a time")

  await app.startWeb()
  await until(() => watcher.answers[0] === "completed: Once upon a time")
  assert.deepEqual((await scene.watch()).answers, ["completed: Once upon a time"])
})

test("a worker that is told to stop finishes what it streams", async (t) => {
  const scene = await stage.scene(t)
  openai.script(inParts(openai, "Once", " upon a time"))
  await scene.send("A fox?")
  const watcher = await scene.begun("Once")

  const { worker } = app
  const stopped = worker?.stop("SIGTERM")
  openai.release()
  await until(() => watcher.answers[0] === "in_progress: Once upon a time")
  openai.release()
  await stopped

  assert.equal(worker?.process.exitCode, 0)
  assert.deepEqual(await scene.answers(), ["completed: Once upon a time"])
  await app.startWorker()
})

test("a worker that is told to stop ends what takes too long, and says so", async (t) => {
  const scene = await stage.scene(t)
  openai.script((reply) => reply.say("Once"))
  await scene.send("A fox?")
  const watcher = await scene.begun("Once")

  const { worker } = app
  await worker?.stop("SIGTERM")

  assert.equal(worker?.process.exitCode, 0)
  assert.deepEqual(await scene.answers(), ["incomplete: Once"])
  assert.equal((await scene.runs())[0].errorCode, "interrupted")
  await until(() => watcher.answers[0] === "incomplete: Once")
})
