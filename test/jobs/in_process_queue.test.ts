import assert from "node:assert/strict"
import { test } from "node:test"
import { setImmediate as nextTurn } from "node:timers/promises"
import { InProcessQueue } from "../../jobs/in_process_queue.ts"
import { CONCURRENCY, type QueuedJob } from "../../jobs/queued_job.ts"
import { inTime } from "../support/in_time.ts"
import { until } from "../support/until.ts"

test("jobs are performed in the order they came", async () => {
  const { queue, performed } = collecting()
  for (const runId of [1, 2, 3]) await queue.add(job(runId))

  await until(() => performed.length === 3)
  assert.deepEqual(performed, [1, 2, 3])
})

test("what comes before anybody performs jobs waits", async () => {
  const { queue, performed, start } = collecting({ started: false })
  for (const runId of [1, 2]) await queue.add(job(runId))
  assert.deepEqual(performed, [])

  start()
  await until(() => performed.length === 2)
})

test("asked for once, a job that still waits is not added again", async () => {
  const { queue, performed, start } = collecting({ started: false })
  await queue.add(job(1))
  await queue.add(job(1), { once: true })
  await queue.add(job(2), { once: true })

  start()
  await until(() => performed.includes(2))
  assert.deepEqual(performed, [1, 2])
})

test("no more jobs than a process can bear are under way, and the others follow", async () => {
  const release = Promise.withResolvers<void>()
  const begun: number[] = []
  const queue = new InProcessQueue()
  queue.process(async ({ arguments: { runId } }) => {
    begun.push(Number(runId))
    await release.promise
  })

  for (let runId = 1; runId <= CONCURRENCY + 5; runId++) await queue.add(job(runId))
  assert.equal(begun.length, CONCURRENCY)

  release.resolve()
  await until(() => begun.length === CONCURRENCY + 5)
})

test("a job that fails holds up none after it", async () => {
  const performed: number[] = []
  const queue = new InProcessQueue()
  queue.process(async ({ arguments: { runId } }) => {
    if (runId === 1) throw new Error("It broke.")
    performed.push(Number(runId))
  })

  for (const runId of [1, 2]) await queue.add(job(runId))
  await until(() => performed.length === 1)
})

test("closing waits for what is under way and begins nothing new", async () => {
  const { queue, performed, release } = held()
  await queue.add(job(1))
  const closed = queue.close(600_000)
  await queue.add(job(2))

  release()
  await inTime(closed, "The queue never closed.")
  assert.deepEqual(performed, [1])
})

test("closing aborts what takes longer than its grace, and waits for its end", async () => {
  const [aborted, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const queue = new InProcessQueue()
  queue.process(async (_job, signal) => {
    signal.addEventListener("abort", () => aborted.resolve())
    await ended.promise
  })
  await queue.add(job(1))

  let isClosed = false
  const closed = queue.close(1).then(() => {
    isClosed = true
  })
  await inTime(aborted.promise, "Nothing was aborted.")
  await nextTurn()
  assert.equal(isClosed, false)

  ended.resolve()
  await inTime(closed, "The queue never closed.")
})

test("closing a queue that performs nothing is done at once, whatever its grace", async () => {
  const { queue, performed } = collecting()
  await queue.add(job(1))
  await until(() => performed.length === 1)

  for (const idle of [queue, new InProcessQueue()]) {
    await inTime(idle.close(600_000), "The queue waits for nothing.")
  }
})

test("a job that is done leaves its place to the next", async () => {
  const { queue, performed } = collecting()
  for (let runId = 1; runId <= CONCURRENCY + 1; runId++) {
    await queue.add(job(runId))
    await until(() => performed.length === runId)
  }
})

function collecting({ started = true } = {}) {
  const queue = new InProcessQueue()
  const performed: number[] = []
  const start = () =>
    queue.process(async ({ arguments: { runId } }) => {
      performed.push(Number(runId))
    })

  if (started) start()
  return { queue, performed, start }
}

function held() {
  const queue = new InProcessQueue()
  const performed: number[] = []
  const gate = Promise.withResolvers<void>()
  queue.process(async ({ arguments: { runId } }, signal) => {
    await gate.promise
    if (!signal.aborted) performed.push(Number(runId))
  })
  return { queue, performed, release: gate.resolve }
}

function job(runId: number): QueuedJob {
  return { name: "Anything", key: `run-${runId}`, arguments: { runId } }
}
