import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, type TestContext, test } from "node:test"
import type { QueuedJob } from "../../jobs/queued_job.ts"
import { RedisQueue } from "../../jobs/redis_queue.ts"
import { loadInstallation } from "../../server/lib/installation.ts"
import { inTime } from "../support/in_time.ts"
import { startRedis, type TestRedis } from "../support/redis.ts"
import { until } from "../support/until.ts"

let redis: TestRedis

before(async () => {
  await loadInstallation()
  redis = await startRedis()
})

after(() => redis.stop())

test("a run is queued once for each claim of it, also while the job of an earlier claim is under way", async (t) => {
  const { queue, begun } = held(t)
  await queue.add(job(1, 0), { once: true })
  await until(() => begun.length === 1)

  for (const claims of [0, 1, 1]) await queue.add(job(1, claims), { once: true })
  // By the time that this one begins, all before it have.
  await queue.add(job(2, 0))
  await until(() => begun.includes("2 after 0"))
  assert.deepEqual(begun, ["1 after 0", "1 after 1", "2 after 0"])
})

test("a job that was done can be queued again", async (t) => {
  const { queue, begun, release } = held(t)
  release()
  await queue.add(job(3, 0), { once: true })
  await until(async () => begun.length === 1 && (await queue.bull.getActiveCount()) === 0)
  await queue.add(job(3, 0), { once: true })
  await until(() => begun.length === 2)
})

test("closing takes no more jobs, and aborts what takes longer than its grace", async (t) => {
  const { queue, begun, aborted } = held(t)
  await queue.add(job(4, 0))
  await until(() => begun.length === 1)

  await inTime(queue.close(1), "The queue never closed.")
  assert.deepEqual(aborted, [4])

  const { queue: other, begun: later } = held(t)
  await other.add(job(5, 0))
  await until(() => later.length === 1)
  assert.deepEqual(begun, ["4 after 0"])
})

test("what comes while a worker closes is left to the others, and taken by it once at most", async (t) => {
  const { queue, begun, release } = held(t)
  await queue.add(job(9, 0))
  await until(() => begun.length === 1)

  const closed = queue.close(600_000)
  await queue.add(job(10, 0), { once: true })
  const { begun: others, queue: other } = held(t)
  await until(() => [...begun, ...others].includes("10 after 0"))
  assert.deepEqual([begun, others], [["9 after 0"], ["10 after 0"]])
  const times = (await other.bull.getActive()).find(({ data }) => data.runId === 10)?.attemptsStarted
  assert.ok(Number(times) <= 2, `taken ${times} times`)

  release()
  await inTime(closed, "The queue never closed.")
})

test("closing waits for what ends within its grace", async (t) => {
  const { queue, begun, aborted, release } = held(t)
  await queue.add(job(6, 0))
  await until(() => begun.length === 1)

  const closed = queue.close(600_000)
  release()
  await inTime(closed, "The queue never closed.")
  assert.deepEqual(aborted, [])
})

test("a Redis that does not answer keeps nobody waiting who asks", async (t) => {
  const { queue } = held(t)
  await queue.add(job(7, 0))
  redis.pause()
  const added = inTime(queue.add(job(8, 0)), "It was waited for.")
  await assert.rejects(added, /No answer within 1000 ms/).finally(() => redis.resume())
})

/** Jobs under way until they are released, or aborted. */
function held(t: TestContext) {
  const queue = new RedisQueue(redis.url)
  const begun: string[] = []
  const aborted: number[] = []
  const gate = Promise.withResolvers<void>()
  queue.process(async ({ arguments: { runId, claims } }, signal) => {
    begun.push(`${runId} after ${claims}`)
    const stopped = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()))
    await Promise.race([gate.promise, stopped])
    if (signal.aborted) aborted.push(Number(runId))
  })

  t.after(async () => {
    gate.resolve()
    await queue.close(0)
  })
  return { queue, begun, aborted, release: gate.resolve }
}

function job(runId: number, claims: number): QueuedJob {
  return { name: "Anything", key: `run-${runId}-${claims}`, arguments: { runId, claims } }
}
