import assert from "node:assert/strict"
import type { IncomingMessage } from "node:http"
import { type TestContext, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { APIError } from "openai"
import { EventQueue } from "../../../server/ai_engine/providers/event_queue.ts"
import { EventStream } from "../../../server/ai_engine/providers/event_stream.ts"
import { httpFetch } from "../../../server/ai_engine/providers/http_fetch.ts"
import { UnreadableAnswer } from "../../../server/ai_engine/providers/unreadable_answer.ts"
import { LoopTimer } from "../../../server/lib/loop_timer.ts"
import { inTime } from "../../support/in_time.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { type Scenario, startScriptedOpenAI } from "../../support/scripted_openai.ts"
import { until } from "../../support/until.ts"

type Numbered = { number: number; isLast?: boolean }

test("what comes in one chunk is read in one go, up to what ends it", async (t) => {
  const { stream } = await open(t, (reply) =>
    reply.raw(`${event(1)}${event(2)}${event(3, { isLast: true })}${event(4)}`),
  )
  const heard: number[] = []

  const ending = await stream.read(({ number, isLast }) => {
    heard.push(number)
    return isLast ? "over" : undefined
  })

  assert.equal(ending, "over")
  assert.deepEqual(heard, [1, 2, 3])
})

test("an error counts only after what came before it, in the same chunk", async (t) => {
  const { stream } = await open(t, (reply) =>
    reply.raw(`${event(1)}data: ${JSON.stringify({ error: { code: "no", message: "No." } })}\n\n${event(2)}`),
  )
  const heard: number[] = []

  await assert.rejects(
    stream.read(({ number }) => void heard.push(number)),
    (error) => error instanceof APIError && error.code === "no",
  )
  assert.deepEqual(heard, [1])
})

for (const [what, scenario] of Object.entries<Scenario>({
  "ends without the line that ends its last event": (reply) => {
    reply.raw(event(1))
    reply.raw(event(2).trimEnd())
    reply.end()
  },
  "says that it is done": (reply) => reply.raw(`${event(1)}${event(2)}data: [DONE]\n\n${event(3)}`),
  "is cut": (reply) => {
    reply.raw(`${event(1)}${event(2)}data: {"num`)
    reply.cut()
  },
  "falls silent": (reply) => reply.raw(event(1) + event(2)),
})) {
  test(`one that ${what} is over, and all before was heard`, async (t) => {
    const { openai, stream } = await open(t, scenario, 0.2)
    const heard: number[] = []

    assert.equal(await stream.read(({ number }) => void heard.push(number)), undefined)
    assert.deepEqual(heard, [1, 2])
    if (!what.startsWith("ends")) await openai.requests[0]?.aborted
  })
}

for (const [sign, bytes] of Object.entries({
  "a comment": ": ping\n\n",
  "an event without words": event(2),
  "an empty event": "data:\n\n",
  "an event that is none": "data: ping\n\n",
  null: "data: null\n\n",
})) {
  test(`${sign}, again and again, keeps a stream alive, and silence after it does not`, async (t) => {
    const heard: number[] = []
    const { stream } = await open(
      t,
      async (reply) => {
        reply.raw(event(1))
        for (let times = 0; times < 12; times++) {
          await pause(50)
          reply.raw(bytes)
        }
        reply.raw(event(3))
      },
      0.3,
    )

    assert.equal(await stream.read(({ number }) => void heard.push(number)), undefined)
    assert.deepEqual([heard.at(0), heard.at(-1)], [1, 3])
  })
}

test("bytes that never become an event keep nothing alive, and neither do pings for ever", async (t) => {
  for (const [bytes, longest] of [
    ["data: x", undefined],
    [": ping\n\n", 500],
  ] as const) {
    const { openai, stream } = await open(t, (reply) => trickle(reply, bytes), 0.3, undefined, longest)
    assert.equal(
      await inTime(
        stream.read(() => "heard"),
        `"${bytes}" keeps it alive.`,
      ),
      undefined,
    )
    await openai.requests[0]?.aborted
  }
})

test("who takes events slowly gets them all, and the server waits for it, however long that is", async (t) => {
  const MANY = 20_000
  const { stream, queue, incoming } = await open(
    t,
    (reply) => {
      for (let number = 1; number <= MANY; number++) reply.raw(event(number))
      reply.end()
    },
    0.1,
  )

  const over = stream.read(({ number }) => queue.push({ ...DELTA, sequence: number }))
  await until(() => incoming.isPaused())
  await silence()
  void over.then(() => queue.end(LAST))

  const events = await inTime(Array.fromAsync(queue), "It does not go on.")
  assert.deepEqual(
    events.slice(0, -1).map((event) => event.type === "delta" && event.sequence),
    Array.from({ length: MANY }, (_, index) => index + 1),
  )
})

test("silence after a pause ends a stream as any other", async (t) => {
  const { openai, stream, queue, incoming } = await open(
    t,
    (reply) => {
      for (let number = 1; number <= 200; number++) reply.raw(event(number))
    },
    0.1,
  )

  const over = stream.read(({ number }) => queue.push({ ...DELTA, sequence: number }))
  await until(() => incoming.isPaused())
  await silence()
  for (let taken = 0; taken < 200; taken++) await queue.next()
  void queue.next()
  assert.equal(await inTime(over, "It never ends."), undefined)
  await openai.requests[0]?.aborted
})

test("an event that never ends is no stream", async (t) => {
  const { stream } = await open(t, (reply) => {
    for (let megabyte = 0; megabyte <= 32; megabyte++) reply.raw("x".repeat(1024 * 1024))
  })

  await assert.rejects(
    inTime(
      stream.read(() => "heard"),
      "It is read on.",
    ),
    UnreadableAnswer,
  )
})

test("after the last event the server may end, and its connection is used again", async (t) => {
  const { openai, stream, incoming } = await open(t, (reply) => {
    reply.raw(event(1, { isLast: true }))
    reply.end()
  })
  const { socket } = incoming as IncomingMessage
  await stream.read(({ isLast }) => isLast)
  await until(() => incoming.closed)

  openai.script((reply) => reply.raw(event(1)))
  const again = await httpFetch(`${openai.url}/responses`, { method: "POST", body: "{}" })
  assert.equal((again.incoming as IncomingMessage).socket, socket)
  again.incoming.destroy()
})

test("a signal that aborts closes the connection", async (t) => {
  const asking = new AbortController()
  const { openai, stream } = await open(t, (reply) => reply.raw(event(1)), 600, asking.signal)

  assert.equal(
    await inTime(
      stream.read(() => asking.abort()),
      "It goes on.",
    ),
    undefined,
  )
  await openai.requests[0]?.aborted
})

/** Longer than one that ends a stream after 100 ms, by the same clock. */
function silence() {
  return new Promise<void>((resolve) => new LoopTimer(300, resolve))
}

const DELTA = { type: "delta", text: "Once", messageRemoteId: null } as const
const LAST = { type: "completed", messageRemoteId: null, usage: null } as const

function trickle(reply: Reply, bytes: string) {
  const timer = setInterval(() => reply.raw(bytes), 20)
  void reply.request.aborted.then(() => clearInterval(timer))
}

function event(number: number, fields: object = {}) {
  return `event: number\ndata: ${JSON.stringify({ number, ...fields })}\n\n`
}

async function open(
  t: TestContext,
  scenario: Scenario,
  idleTimeout = 5,
  signal = new AbortController().signal,
  longest?: number,
) {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  openai.script(scenario)
  const response = await httpFetch(`${openai.url}/responses`, { method: "POST", body: "{}" })
  const queue = new EventQueue(signal)
  const stream = new EventStream<Numbered>(
    response,
    idleTimeout * 1000,
    queue,
    longest === undefined ? {} : { longest },
  )
  return { openai, queue, stream, incoming: response.incoming }
}
