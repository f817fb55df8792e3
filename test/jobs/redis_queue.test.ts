import assert from "node:assert/strict"
import { after, test } from "node:test"
import { Queue } from "bullmq"
import { Redis } from "ioredis"
import { signedUp } from "../support/client.ts"
import { inTime } from "../support/in_time.ts"
import { until } from "../support/until.ts"
import { inParts } from "../system/support/in_parts.ts"
import { setStage } from "./support/stage.ts"

const NAME = "jobs"

const { stage, redis, close } = await setStage()
const { openai, app } = stage
after(close)

for (const [state, away, back] of [
  ["is gone", () => redis.kill(), () => redis.start()],
  ["does not answer", () => redis.pause(), () => redis.resume()],
] as const) {
  test(`a message sent while Redis ${state} is kept, and answered once it is back`, async (t) => {
    const scene = await stage.scene(t)
    await away()

    await inTime(scene.send("A fox?"), "The author waits for Redis.")
    assert.deepEqual(await scene.answers(), ["queued: "])

    await back()
    await until(async () => (await scene.answers())[0]?.startsWith("completed: "))
    assert.equal(openai.requests.length, 1)
  })
}

test("a Redis that dies in the middle of an answer costs none of it, and the page catches up", async (t) => {
  const scene = await stage.scene(t)
  openai.script(inParts(openai, "Once", " upon a time"))
  await scene.send("A fox?")
  const watcher = await scene.begun("Once")

  await redis.kill()
  openai.release()
  await until(async () => (await scene.answers())[0] === "in_progress: Once upon a time")
  openai.release()
  await until(async () => (await scene.answers())[0] === "completed: Once upon a time")

  await redis.start()
  await until(() => watcher.answers[0] === "completed: Once upon a time")
  await scene.send("Go on.")
  await until(() => watcher.answers[1]?.startsWith("completed: "))
  assert.equal(openai.requests.length, 2)
})

test("a job whose worker was killed is never run again", async (t) => {
  const scene = await stage.scene(t)
  const { id } = await stage.database("installation").first()
  const queue = new Queue(NAME, { connection: { url: redis.url }, prefix: `storytellers:${id}:queue` })
  t.after(() => queue.close())
  openai.script((reply) => reply.say("Once"))
  await scene.send("A fox?")
  await scene.begun("Once")

  await stage.killWorker()
  const [job] = await queue.getActive()
  await countAsStalled(queue, String(job?.id))
  await app.startWorker()

  await until(async () => (await queue.getFailed()).some(({ id }) => id === job?.id))
  assert.match((await queue.getFailed())[0]?.failedReason ?? "", /stalled/)
  assert.equal(openai.requests.length, 1)
})

test("the admin sees the queue's dashboard, and nobody else does", async () => {
  const page = await stage.author.get("/jobs")
  assert.equal(page.status, 200)
  assert.match(page.text, /Bull/)
  assert.match((await stage.author.get("/jobs/api/queues")).text, new RegExp(NAME))

  const somebody = await signedUp(app.url)
  assert.equal((await somebody.get("/jobs")).status, 404)
  assert.equal((await somebody.get("/jobs/api/queues")).status, 404)
})

/** What half a minute without a sign of the worker does. */
async function countAsStalled(queue: Queue, id: string) {
  const client = new Redis(redis.url)
  await client.del(`${queue.toKey(id)}:lock`, queue.toKey("stalled-check"))
  await client.sadd(queue.toKey("stalled"), id)
  await client.quit()
}
