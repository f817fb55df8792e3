import assert from "node:assert/strict"
import { after, test } from "node:test"
import { Queue } from "bullmq"
import { until } from "../support/until.ts"
import { startDrills } from "./support/drill_stage.ts"

const QUEUE = "CreateAssistantMessageAndRun"
const DELIVERIES = 3
const RUNS = 10
const INTERRUPTED = { status: "incomplete", errorCode: "interrupted" } as const

const on = await startDrills()
const { stage } = on
const queue = new Queue(QUEUE, { connection: { url: on.redis?.url } })

after(async () => {
  await queue.close()
  await on.close()
})

test("two workers race for every run, each job delivered three times: one writes, one is paid", async (t) => {
  const { worker } = stage.app
  t.after(() => worker?.stop())
  await stage.app.startWorker()

  const drill = on.drill(t)
  await queue.pause()
  await drill.ask(RUNS, { tokens: 120, pace: [5, 20] })
  for (const { data } of await queue.getJobs()) {
    for (let delivery = 1; delivery < DELIVERIES; delivery++) await queue.add(QUEUE, data)
  }
  await queue.resume()

  await drill.allEnd({ status: "completed" })
  await allJobsDone()
  assert.ok((await queue.getCompletedCount()) >= RUNS * DELIVERIES)
  drill.report("two workers, each job delivered three times")
})

test("a worker that wakes up after its runs were ended adds nothing to them", async (t) => {
  t.after(() => signal("SIGCONT"))
  const drill = on.drill(t)
  await drill.ask(8, { tokens: 600, pace: [8, 40] })
  await drill.strike(async () => signal("SIGSTOP"))
  await drill.allEnd(INTERRUPTED)

  signal("SIGCONT")
  await allJobsDone()
  await drill.allEnd(INTERRUPTED)
  drill.report("worker frozen, taken for dead and awake again")
})

function signal(name: NodeJS.Signals) {
  stage.app.worker?.process.kill(name)
}

async function allJobsDone() {
  await until(async () => (await queue.getActiveCount()) === 0)
}
