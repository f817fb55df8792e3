import assert from "node:assert/strict"
import { test } from "node:test"
import { type Append, RedisAppends } from "../../server/cable/redis_appends.ts"
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

test("what waits can be sent at once", async () => {
  const sent: string[] = []
  const appends = new RedisAppends(async (all) => {
    sent.push(...all.map(({ stream }) => stream))
    return all.map(() => "1-0")
  })

  for (const stream of ["a", "b"]) void appends.add(appendTo(stream))
  appends.flush()
  assert.deepEqual(sent, ["a", "b"])
})

test("where a command fails, all that were in it are told, and the next is another try", async () => {
  let failures = 1
  const appends = new RedisAppends(async (all) => {
    if (all.length > 1 && failures-- > 0) throw new Error("Redis is full.")
    return all.map(() => "1-0")
  })

  const [first, ...others] = ["a", "b", "c"].map((stream) => appends.add(appendTo(stream)))
  assert.equal(await first, "1-0")
  for (const other of others) await assert.rejects(other, /full/)
  assert.equal(await appends.add(appendTo("d")), "1-0")
})

function appendTo(stream: string): Append {
  return { stream, frame: event("words") }
}
