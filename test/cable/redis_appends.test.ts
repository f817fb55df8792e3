import assert from "node:assert/strict"
import { test } from "node:test"
import { type Append, RedisAppends } from "../../server/cable/redis_appends.ts"
import { until } from "../support/until.ts"
import { event } from "./support.ts"

test("the first is sent at once, what follows within a moment together and in its order", async () => {
  const sent: string[][] = []
  const appends = new RedisAppends(async (all) => {
    sent.push(all.map(({ stream }) => stream))
    return all.map(({ stream }) => `position of ${stream}`)
  })

  const replies = ["a", "b", "c"].map((stream) => appends.add(appendTo(stream)))
  assert.deepEqual(sent, [["a"]])

  assert.deepEqual(await Promise.all(replies), ["position of a", "position of b", "position of c"])
  assert.deepEqual(sent, [["a"], ["b", "c"]])
})

test("there is one command at a time, and an end to them", async () => {
  const replied = Promise.withResolvers<string[]>()
  const sent: string[] = []
  const appends = new RedisAppends((all) => {
    sent.push(...all.map(({ stream }) => stream))
    return sent.length === 1 ? replied.promise : Promise.resolve(all.map(() => "2-0"))
  })

  const [first, second] = ["a", "b"].map((stream) => appends.add(appendTo(stream)))
  assert.deepEqual(sent, ["a"])
  replied.resolve(["1-0"])
  await appends.sent

  assert.deepEqual(sent, ["a", "b"])
  assert.deepEqual(await Promise.all([first, second]), ["1-0", "2-0"])
})

test("where a command fails, all that were in it are told, and the next is another try", async () => {
  let failures = 1
  const appends = new RedisAppends(async (all) => {
    if (all.length > 1 && failures-- > 0) throw new Error("Redis is full.")
    return all.map(() => "1-0")
  })

  const [first, ...others] = ["a", "b", "c"].map((stream) => appends.add(appendTo(stream)))
  assert.equal(await first, "1-0")
  const reasons: string[] = []
  for (const other of others) other.catch(({ message }) => reasons.push(message))
  await until(() => reasons.length === 2)
  assert.deepEqual(reasons, ["Redis is full.", "Redis is full."])
  assert.equal(await appends.add(appendTo("d")), "1-0")
})

test("what comes after a quiet time is sent at once", async () => {
  const sent: string[] = []
  const appends = new RedisAppends(async (all) => {
    sent.push(...all.map(({ stream }) => stream))
    return all.map(() => "1-0")
  })

  for (const stream of ["a", "b"]) {
    appends.add(appendTo(stream))
    assert.equal(sent.at(-1), stream)
    await appends.sent
  }
})

function appendTo(stream: string): Append {
  return { stream, frame: event("words") }
}
