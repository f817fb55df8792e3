import "../support/environment.ts"
import assert from "node:assert/strict"
import { after, test } from "node:test"
import { cable } from "../../server/cable/cable.ts"
import { LogUnavailable } from "../../server/cable/cable_log.ts"
import { broadcastAppendTo, streamPosition } from "../../server/turbo/broadcasts.ts"
import { fenceMessageStream, finishMessageStream, messageStream } from "../../server/turbo/message_streams.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { listen } from "../cable/support.ts"

const BEGINNING = turboStream("update", { target: "message", html: "" })
const END = turboStream("update", { target: "message", html: "The end." })
const RENDERING = {
  message: "message_1",
  target: "messages",
  partial: "conversations/_demo",
  locals: {},
}
let messages = 0

after(() => cable.close())

test("one writer has one stream, a later one begins its own, and an earlier one does not take it away", () => {
  const [first, second] = placesOfTwo()
  const stream = messageStream(first)
  assert.equal(messageStream(first), stream)

  const later = messageStream(second)
  assert.notEqual(later, stream)
  assert.notEqual(messageStream(first), later)
  assert.equal(messageStream(second), later)
})

test("a message that has ended is forgotten, and the end of an earlier writer forgets no later one", async () => {
  const [first, second] = placesOfTwo()
  const stream = messageStream(first)
  await stream.begin(BEGINNING)
  await finishMessageStream(first, END)
  assert.notEqual(messageStream(first), stream)

  const later = messageStream(second)
  await later.begin(BEGINNING)
  await finishMessageStream(first, END)
  assert.equal(messageStream(second), later)
})

test("a page whose log can't be read is there all the same, and refreshes when it can", async (t) => {
  t.mock.method(cable, "position", unavailable)
  const position = await streamPosition("thread")
  assert.deepEqual((await listen(cable, "thread", position)).texts, ["refresh"])

  t.mock.method(cable, "position", broken)
  await assert.rejects(streamPosition("thread"), /A mistake/)
})

test("a log that takes nothing for now fails nobody's request; a mistake does", async (t) => {
  const [place] = placesOfTwo()
  t.mock.method(cable, "append", unavailable)
  t.mock.method(cable, "fence", unavailable)
  await broadcastAppendTo("thread", RENDERING)
  assert.equal(await fenceMessageStream(place), undefined)

  t.mock.method(cable, "append", broken)
  t.mock.method(cable, "fence", broken)
  await assert.rejects(broadcastAppendTo("thread", RENDERING), /A mistake/)
  await assert.rejects(fenceMessageStream(place), /A mistake/)
})

/** The same message's, of its first writer and of its second. */
function placesOfTwo() {
  messages += 1
  const place = { stream: "thread", message: `message_${messages}`, target: "message" }
  return [
    { ...place, writer: 1 },
    { ...place, writer: 2 },
  ] as const
}

async function unavailable(): Promise<never> {
  throw new LogUnavailable("Redis is away.")
}

async function broken(): Promise<never> {
  throw new Error("A mistake.")
}
