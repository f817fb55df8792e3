import assert from "node:assert/strict"
import { test } from "node:test"
import { Superseded } from "../../server/cable/cable_log.ts"
import { MemoryStream } from "../../server/cable/memory_stream.ts"
import { Subscription } from "../../server/cable/subscription.ts"
import { content, event } from "./support.ts"

const NOBODY = { cursor: "0-0", receive: () => undefined, closed: () => {} }

test("a stream is idle when all it had is old and nobody listens", () => {
  const stream = new MemoryStream()
  const subscription = new Subscription(NOBODY, async () => ({ current: "1000-0", missed: [] }))
  stream.append("1000-0", event("1"))
  stream.trim("2000-0")
  assert.equal(stream.idle, true)

  stream.join(subscription)
  assert.equal(stream.idle, false)

  stream.leave(subscription)
  assert.equal(stream.idle, true)
})

test("a stream remembers for a while who finished a message", () => {
  const stream = new MemoryStream()
  stream.append("1000-0", content("final", "message_1", "a"))

  stream.trim("1000-0")
  assert.throws(() => stream.append("1500-0", content("snapshot", "message_1", "b")), Superseded)

  stream.trim("2000-0")
  assert.equal(stream.idle, true)
})

test("a message that nobody writes on any more keeps no stream alive", () => {
  const stream = new MemoryStream()
  stream.append("1000-0", content("snapshot", "message_1", "a"))
  stream.append("2000-0", content("delta", "message_1", "b"))

  stream.trim("1500-0")
  assert.equal(stream.replayPosition, "999-9007199254740991")

  stream.trim("2500-0")
  assert.equal(stream.replayPosition, undefined)
  assert.equal(stream.idle, true)
})
