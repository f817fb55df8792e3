import assert from "node:assert/strict"
import { test } from "node:test"
import { EventQueue } from "../../../server/ai_engine/providers/event_queue.ts"
import type { ProviderEvent } from "../../../server/ai_engine/providers/provider.ts"
import { inTime } from "../../support/in_time.ts"

const LAST = { type: "failed", code: "server_error", message: "No.", usage: null } as const

test("events come in order, whether they wait or are waited for", async () => {
  const queue = new EventQueue(new AbortController().signal)
  queue.push(delta("Once "))
  queue.push(delta("upon "))

  assert.deepEqual(await queue.next(), { value: delta("Once "), done: false })
  assert.deepEqual(await queue.next(), { value: delta("upon "), done: false })
  const third = queue.next()
  queue.push(delta("a time"))
  queue.end(LAST)
  assert.deepEqual(await third, { value: delta("a time"), done: false })

  assert.deepEqual(await Array.fromAsync(queue), [LAST])
})

test("a signal that aborts ends it for both sides, also for who waits", async () => {
  const asking = new AbortController()
  const queue = new EventQueue(asking.signal)
  const next = queue.next()
  asking.abort()

  assert.equal((await inTime(next, "Who waits waits on.")).done, true)
  assert.equal(queue.signal.aborted, true)
  queue.push(delta("Once "))
  queue.end(LAST)
  assert.deepEqual(await queue.next(), { value: undefined, done: true })
})

test("one that aborted before it began holds nothing", async () => {
  const queue = new EventQueue(AbortSignal.abort())
  queue.push(delta("Once "))
  assert.deepEqual(await queue.next(), { value: undefined, done: true })
})

test("who leaves before the end is not written to any more", async () => {
  const queue = new EventQueue(new AbortController().signal)
  queue.push(delta("Once "))
  for await (const _ of queue) break

  assert.equal(queue.signal.aborted, true)
})

test("it says when it is full, and when all has been taken or nobody will", async () => {
  for (const takeAll of [false, true]) {
    const queue = new EventQueue(new AbortController().signal)
    assert.equal(queue.isFull, false)
    for (let word = 0; word < 200; word++) queue.push(delta("Once "))
    assert.equal(queue.isFull, true)

    const emptied = queue.emptied()
    let isEnded = false
    for await (const _ of queue) {
      if (!takeAll) break
      if (queue.isFull || isEnded) continue
      isEnded = true
      queue.end(LAST)
    }
    await inTime(emptied, "Who writes is not told.")
    assert.equal(queue.isFull, false)
  }
})

function delta(text: string): ProviderEvent {
  return { type: "delta", text, sequence: null, messageRemoteId: null }
}
