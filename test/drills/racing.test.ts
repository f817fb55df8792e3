import assert from "node:assert/strict"
import { after, test } from "node:test"
import { Queue } from "bullmq"
import { until } from "../support/until.ts"
import { startDrills } from "./support/drill_stage.ts"

const QUEUE = "jobs"
const DELIVERIES = 3
const RUNS = 10
const INTERRUPTED = { status: "incomplete", errorCode: "interrupted" } as const

const [on, background] = await Promise.all([
  startDrills(),
  startDrills({ env: { AI_ENGINE_BACKGROUND: "1" } }),
])
const installation = await on.stage.database("installation").first()
const queue = new Queue(QUEUE, {
  connection: { url: on.redis?.url },
  prefix: `storytellers:${installation.id}:queue`,
})

after(async () => {
  await queue.close()
  await Promise.all([on.close(), background.close()])
})

test("two workers race for every run, each job delivered three times: one writes, one is paid", async (t) => {
  const { worker } = on.stage.app
  t.after(() => worker?.stop())
  await on.stage.app.startWorker()

  const drill = on.drill(t)
  await queue.pause()
  await drill.ask(RUNS, { tokens: 120, pace: [5, 20] })
  for (const { name, data } of await queue.getJobs()) {
    for (let delivery = 1; delivery < DELIVERIES; delivery++) await queue.add(name, data)
  }
  await queue.resume()

  await drill.allEnd({ status: "completed" })
  await allJobsDone()
  assert.ok((await queue.getCompletedCount()) >= RUNS * DELIVERIES)
  drill.report("two workers, each job delivered three times")
})

test("a worker that wakes up after its runs were ended adds nothing to them", async (t) => {
  const { worker } = on.stage.app
  t.after(() => worker?.process.kill("SIGCONT"))
  const drill = on.drill(t)
  await drill.ask(8, { tokens: 600, pace: [8, 40] })
  await drill.strike(async () => void worker?.process.kill("SIGSTOP"))
  await drill.allEnd(INTERRUPTED)

  worker?.process.kill("SIGCONT")
  await allJobsDone()
  await drill.allEnd(INTERRUPTED)
  drill.report("worker frozen, taken for dead and awake again")
})

test("a worker that wakes up while another goes on with its answers leaves them to it", async (t) => {
  const { app, database } = background.stage
  const { worker } = app
  t.after(() => worker?.stop())
  t.after(() => worker?.process.kill("SIGCONT"))

  const drill = background.drill(t)
  await drill.ask(8, { tokens: 600, pace: [20, 40] })
  await drill.strike(async () => {
    worker?.process.kill("SIGSTOP")
    await app.startWorker()
  })
  await until(() => database("ai_engine_runs").where({ claims: 2 }).first())

  worker?.process.kill("SIGCONT")
  await drill.allEnd({ status: "completed" })
  drill.report("worker frozen, another took over, awake again, background mode")
})

async function allJobsDone() {
  await until(async () => (await queue.getActiveCount()) === 0)
}
