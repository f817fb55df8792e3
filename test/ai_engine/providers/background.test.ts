import assert from "node:assert/strict"
import { type TestContext, test } from "node:test"
import type { BegunRun } from "../../../server/ai_engine/providers/begun_run.ts"
import type { ProviderEvent } from "../../../server/ai_engine/providers/provider.ts"
import { ResponsesProvider } from "../../../server/ai_engine/providers/responses.ts"
import { PATIENCE } from "../../support/patience.ts"
import type { BackgroundReply } from "../../support/scripted_openai/background_reply.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { until } from "../../support/until.ts"
import { allOf, ask, INTERRUPTED, REQUEST, textOf } from "./asking.ts"

const STORY = ["Once ", "upon ", "a ", "time"]
const WHOLE = "Once upon a time"
/** created, queued, in_progress, the message, its four pieces, completed. */
const EVENTS = 9
const USAGE = { inputTokens: 20, outputTokens: 10 }
const MINUTE = 60_000

test("asks the provider to keep the answer, and says where each piece ends", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(tells("Once ", "upon"))

  const { events, last } = await ask(provider)

  assert.partialDeepStrictEqual(openai.requests[0]?.body, { background: true, store: true, stream: true })
  assert.equal(events[0]?.type, "started")
  const deltas = events.filter((event) => event.type === "delta")
  assert.deepEqual(
    deltas.map(({ sequence }) => sequence),
    [4, 5],
  )
  assert.match(String(deltas[0]?.messageRemoteId), /^msg_/)
  assert.partialDeepStrictEqual(last, { type: "completed", usage: USAGE })
})

for (let events = 1; events < EVENTS; events++) {
  test(`a stream that is cut after ${events} of its events is taken up where it was`, async (t) => {
    const { openai, provider } = await start(t)
    openai.script(cutAfter([events], tells(...STORY)))

    const { events: yielded, text, last } = await ask(provider)

    assert.equal(text, WHOLE)
    assert.equal(yielded.filter(({ type }) => type === "started").length, 1)
    assert.partialDeepStrictEqual(last, { type: "completed", usage: USAGE })
    assert.equal(openai.created, 1)
  })
}

for (const [numbersEvents, cuts] of [
  [true, [5, 1, 2, 1]],
  [false, [5, 6, 8, 9]],
] as const) {
  const so = numbersEvents ? "from its last event" : "from its beginning, where events have no numbers"

  test(`one that is cut again and again is told ${so}, and loses no word`, async (t) => {
    const { openai, provider } = await start(t)
    openai.responses.numbersEvents = numbersEvents
    openai.script(cutAfter(cuts, whileFollowed("First, ", "this.", "\n", "Then ", "that.")))

    const { text, last } = await ask(provider)

    assert.equal(text, "First, this.\n\nThen that.")
    assert.equal(last?.type, "completed")
    assert.equal(openai.created, 1)
    const streams = openai.requests.filter(({ query }) => query.has("stream"))
    assert.equal(streams.length, cuts.length)
    assert.ok(streams.every(({ query }) => query.has("starting_after") === numbersEvents))
  })
}

test("a piece that ends in half a character waits for the other half", async (t) => {
  const { openai, provider } = await start(t)
  const fox = "\u{1F98A}"
  openai.script(cutAfter([5], tells(`A ${fox[0]}`, `${fox[1]}!`)))

  const { events } = await ask(provider)

  assert.equal(textOf(events), `A ${fox}!`)
  assert.ok(events.every((event) => event.type !== "delta" || event.text.isWellFormed()))
})

test("a stream that ends in silence or before its time is taken up, too", async (t) => {
  const { openai, provider } = await start(t, { idleTimeout: 0.4 })
  openai.script(
    background(async (reply) => {
      reply.say("Once ")
      reply.end()
      await until(() => reply.isFollowed)
      reply.say("upon ")
      await until(() => !reply.isFollowed)
      await until(() => reply.isFollowed)
      reply.say("a time")
      reply.complete()
    }),
  )

  const { text, last } = await ask(provider)
  assert.equal(text, WHOLE)
  assert.equal(last?.type, "completed")
  assert.equal(openai.created, 1)
})

test("a server in trouble is asked for the stream again, and not only for the whole", async (t) => {
  const { openai, provider } = await start(t)
  const streams = () => openai.requests.filter(({ query }) => query.has("stream")).length
  openai.script(
    background(async (reply) => {
      reply.say("Once ")
      openai.refuseNext(503, { error: { message: "Not now." } })
      reply.cut()
      await until(() => streams() === 2)
      reply.say("upon a time")
      reply.complete()
    }),
  )

  const { text, last } = await ask(provider)
  assert.deepEqual([text, last?.type, streams()], ["Once upon a time", "completed", 2])
})

test("where nothing can be streamed twice, the rest is fetched whole once it is there", async (t) => {
  const { openai, provider } = await start(t)
  openai.responses.streamsAgain = false
  openai.script(
    background(async (reply) => {
      reply.say("First, this.")
      reply.cut()
      await until(() => openai.requests.filter(({ method }) => method === "GET").length === 3)
      reply.nextMessage()
      reply.say("Then that.")
      reply.complete()
    }),
  )

  const { text, last } = await ask(provider)

  assert.equal(text, "First, this.\n\nThen that.")
  assert.partialDeepStrictEqual(last, { type: "completed", usage: USAGE })
  assert.match(Object(last).messageRemoteId, /^msg_/)
  assert.equal(openai.requests.filter(({ query }) => query.has("stream")).length, 1)
})

test("where a stored answer comes whole in place of its stream, it is fetched once it is done", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    background(async (reply) => {
      reply.say("Once ")
      openai.refuseNext(200, { ...reply.response, output: [] })
      reply.cut()
      await until(() => openai.requests.some(({ query }) => query.has("stream")))
      reply.say("upon a time")
      reply.complete()
    }),
  )

  const { text, last } = await ask(provider)
  assert.equal(text, WHOLE)
  assert.equal(last?.type, "completed")
})

test("a server that has trouble, or too much to do, is asked until it answers", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(cutAfter([5], tells(...STORY)))
  for (const status of [503, 500, 429]) openai.refuseNext(status, { error: { message: "Not now." } })

  const { text, last } = await ask(provider)
  assert.equal(text, WHOLE)
  assert.equal(last?.type, "completed")
})

test("an answer that was begun elsewhere is gone on with from every place where it may have been left", async (t) => {
  const { openai, provider } = await start(t)

  for (const numbersEvents of [true, false]) {
    openai.responses.numbersEvents = numbersEvents
    openai.script(inTwoMessages)
    const { events } = await ask(provider)
    const whole = textOf(events)

    for (let seen = 1; seen < events.length; seen++) {
      const run = begun(events.slice(0, seen))
      const { text, types, last } = await resume(provider, run)
      assert.equal(run.content + text, whole)
      assert.ok(!types.includes("started"))
      assert.partialDeepStrictEqual(last, { type: "completed", usage: USAGE })
    }
  }
  assert.equal(openai.created, 2)
})

test("an answer that is still being written is followed to its end, and the writer who was there hangs up alone", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(async (reply) => {
    reply.say("Once ")
    openai.hold()
    await tells("upon ", "a time")(reply)
  })
  const killed = new AbortController()
  const events: ProviderEvent[] = []
  for await (const event of provider.stream(REQUEST, killed.signal)) {
    events.push(event)
    if (event.type === "delta") killed.abort()
  }

  const resumed = resume(provider, begun(events))
  openai.release()

  assert.equal((await resumed).text, "upon a time")
  assert.ok(openai.requests.every(({ path }) => !path.endsWith("/cancel")))
})

test("text that is not how the answer began is not mixed with it, and the answer is stopped", async (t) => {
  const { openai, provider } = await start(t)
  openai.script((reply) => reply.say("Once "))
  const remoteId = await startedId(provider)

  const { text, last } = await resume(provider, { ...begunNow(remoteId), content: "Twice upon" })

  assert.equal(text, "")
  assert.deepEqual(last, INTERRUPTED)
  assert.equal(cancellations(openai), 1)
})

test("an event that is told twice, and one that is told again after the cut, are shown once", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    background(async (reply) => {
      reply.say("Once ")
      const told = {
        type: "response.output_text.delta",
        output_index: 0,
        delta: "upon ",
        sequence_number: 90,
      }
      reply.event(told.type, told)
      reply.event(told.type, told)
      reply.cut()
      await until(() => reply.isFollowed)
      reply.event(told.type, told)
      reply.event(told.type, { ...told, delta: "a time", sequence_number: 91 })
      reply.complete()
    }),
  )

  assert.equal((await ask(provider)).text, WHOLE)
})

for (const streamsAgain of [true, false]) {
  const how = streamsAgain ? "streamed again" : "fetched"

  test(`an answer that is shorter when it is ${how} is interrupted, and nothing of it is shown`, async (t) => {
    const { openai, provider } = await start(t)
    Object.assign(openai.responses, { streamsAgain, numbersEvents: false })
    openai.script((reply) => {
      reply.say("Once ")
      reply.complete()
    })
    const remoteId = await startedId(provider)

    const { text, last } = await resume(provider, { ...begunNow(remoteId), content: "Once upon a" })

    assert.equal(text, "")
    assert.partialDeepStrictEqual(last, { type: "incomplete", reason: "interrupted" })
  })
}

test("usage is that of the end, wherever it was told, and of what was fetched whole", async (t) => {
  const { openai, provider } = await start(t)
  openai.responses.streamsAgain = false
  openai.script(
    background((reply) => {
      reply.say(WHOLE)
      reply.event("response.in_progress", { type: "response.in_progress", usage: { output_tokens: 9 } })
      reply.cut()
      reply.complete({ input: 20, output: 10 })
    }),
  )

  assert.partialDeepStrictEqual((await ask(provider)).last, { type: "completed", usage: USAGE })
})

test("words that are told only when all is done are found", async (t) => {
  const { openai, provider } = await start(t)
  const output = [{ id: "msg_1", type: "message", content: [{ type: "output_text", text: WHOLE }] }]
  openai.script(
    background((reply) => {
      reply.begin()
      const response = { ...reply.response, status: "completed", output }
      reply.event("response.completed", { type: "response.completed", response })
      reply.end()
    }),
  )

  const { text, last } = await ask(provider)
  assert.equal(text, WHOLE)
  assert.equal(last?.type, "completed")
})

test("what was cancelled, or is gone, is interrupted", async (t) => {
  const { openai, provider } = await start(t)
  openai.responses.usageWhenCancelled = { input: 7, output: 3 }
  openai.script((reply) => reply.say("Once "))
  const remoteId = await startedId(provider)

  assert.deepEqual(await provider.cancelRun(remoteId), { inputTokens: 7, outputTokens: 3 })
  assert.deepEqual(await provider.cancelRun(remoteId), { inputTokens: 7, outputTokens: 3 })

  const { text, last } = await resume(provider, begunNow(remoteId))
  assert.equal(text, "Once ")
  assert.partialDeepStrictEqual(last, {
    type: "incomplete",
    reason: "interrupted",
    usage: { inputTokens: 7, outputTokens: 3 },
  })
  assert.deepEqual((await resume(provider, begunNow("resp_gone"))).last, INTERRUPTED)
  const lookedUp = openai.requests.filter(({ path }) => path.endsWith("/resp_gone"))
  assert.ok(lookedUp.length <= 2, `asked for ${lookedUp.length} times`)
  assert.equal(await provider.cancelRun("resp_gone"), null)
})

const OVERDUE = [
  ["waits in the queue for more than two minutes", 3 * MINUTE, (reply: BackgroundReply) => reply.accept()],
  ["takes longer than a quarter of an hour", 16 * MINUTE, (reply: Reply) => reply.say("Once ")],
] as const

for (const [what, age, scenario] of OVERDUE) {
  test(`a response that ${what} is cancelled`, async (t) => {
    const { openai, provider } = await start(t, { idleTimeout: 0.3 })
    openai.script(background(scenario))
    const remoteId = await startedId(provider)

    const run = { ...begunNow(remoteId), startedAt: new Date(Date.now() - age) }
    assert.partialDeepStrictEqual((await resume(provider, run)).last, {
      type: "incomplete",
      reason: "interrupted",
    })
    assert.equal(cancellations(openai), 1)
  })
}

test("a response that left the queue is followed, although its events begin there", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    background(async (reply) => {
      reply.begin()
      await until(() => reply.isFollowed && openai.requests.some(({ query }) => query.has("stream")))
      reply.say(WHOLE)
      reply.complete()
    }),
  )
  const remoteId = await startedId(provider)

  const run = { ...begunNow(remoteId), startedAt: new Date(Date.now() - 5 * MINUTE) }
  const { text, last } = await resume(provider, run)
  assert.equal(text, WHOLE)
  assert.equal(last?.type, "completed")
  assert.equal(openai.requests.filter(({ method }) => method === "GET").length, 1)
})

test("a server that can't be reached for a minute is given up", async (t) => {
  const { openai, provider } = await start(t)
  for (let refusal = 0; refusal < 20; refusal++) openai.refuseNext(503, { error: { message: "Not now." } })
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() })

  const resumed = resume(provider, begunNow("resp_1"))
  await until(() => openai.requests.length === 4)
  t.mock.timers.setTime(Date.now() + 61_000)

  assert.deepEqual((await resumed).last, INTERRUPTED)
  assert.equal(cancellations(openai), 1)
})

test("a server that answers whenever it is asked is never away, however long an answer takes", async (t) => {
  const { openai, provider } = await start(t)
  openai.responses.streamsAgain = false
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() })
  openai.script(
    background(async (reply) => {
      reply.say("Once ")
      reply.cut()
      for (const _ of [1, 2, 3]) {
        const asked = openai.requests.length
        t.mock.timers.setTime(Date.now() + 61_000)
        await until(() => openai.requests.length > asked || cancellations(openai) > 0)
      }
      reply.say("upon a time")
      reply.complete()
    }),
  )

  const { text, last } = await ask(provider)
  assert.equal(text, WHOLE)
  assert.equal(last?.type, "completed")
})

test("an answer that is done is fetched however long ago it was begun", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(tells(...STORY))
  const { events } = await ask(provider)

  const run = { ...begun(events.slice(0, 2)), startedAt: new Date(Date.now() - 60 * MINUTE) }
  assert.equal(run.content + (await resume(provider, run)).text, WHOLE)
})

test("a request for an answer whose outcome is unknown is never made twice", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    (reply) => {
      reply.raw(": hello\n\n")
      reply.cut()
    },
    (reply) => reply.cut(),
  )

  assert.deepEqual((await ask(provider)).events, [INTERRUPTED])
  assert.partialDeepStrictEqual((await ask(provider)).events, [{ type: "failed", code: "connection_failed" }])
  assert.equal(openai.requests.length, 2)
})

test("an aborted signal ends the wait for a server that is away", { timeout: PATIENCE }, async (t) => {
  const { openai, provider } = await start(t)
  const controller = new AbortController()
  openai.responses.streamsAgain = false
  openai.script((reply) => {
    reply.say("Once ")
    reply.cut()
  })

  const asked = ask(provider, {}, controller.signal)
  await until(() => openai.requests.some(({ query }) => query.has("stream")))
  controller.abort()

  assert.deepEqual(
    (await asked).events.map(({ type }) => type),
    ["started", "delta"],
  )
})

test("without background mode nothing is taken up and nothing is cancelled", async (t) => {
  const { openai, provider } = await start(t, { background: false })

  assert.equal(provider.resumes, false)
  assert.deepEqual((await resume(provider, begunNow("resp_1"))).last, INTERRUPTED)
  assert.equal(await provider.cancelRun("resp_1"), null)
  assert.equal(openai.requests.length, 0)
})

/** Says a piece only when somebody is there to hear it; "\n" begins a further message. */
function whileFollowed(...pieces: string[]) {
  return background(async (reply) => {
    for (const piece of pieces) {
      await until(() => reply.isFollowed)
      if (piece === "\n") reply.nextMessage()
      else reply.say(piece)
    }
    await until(() => reply.isFollowed)
    reply.complete()
  })
}

function inTwoMessages(reply: Reply) {
  reply.say("First, ")
  reply.say("this.")
  reply.nextMessage()
  reply.say("Then ")
  reply.say("that.")
  reply.complete()
}

/** A scenario of what only stored responses can do. */
function background(scenario: (reply: BackgroundReply) => unknown) {
  return (reply: Reply) => scenario(reply as BackgroundReply)
}

function cutAfter([first, ...others]: readonly [number, ...number[]], scenario: (reply: Reply) => unknown) {
  return background((reply) => {
    reply.cutAfter(first, ...others)
    return scenario(reply)
  })
}

/** What would be stored of a run when only these events had come. */
function begun(events: ProviderEvent[]): BegunRun {
  const last = events.findLast((event) => event.type === "delta")
  const started = events.find((event) => event.type === "started")
  return {
    ...begunNow(String(started?.remoteId)),
    content: textOf(events),
    sequence: last?.sequence ?? null,
    messageRemoteId: last?.messageRemoteId ?? null,
  }
}

function begunNow(remoteId: string): BegunRun {
  return { remoteId, content: "", sequence: null, messageRemoteId: null, startedAt: new Date() }
}

/** Begins an answer and hangs up as soon as it has an id. */
async function startedId(provider: ResponsesProvider) {
  for await (const event of provider.stream(REQUEST, new AbortController().signal)) {
    if (event.type === "started") return String(event.remoteId)
  }
  throw new Error("It never started.")
}

async function resume(provider: ResponsesProvider, run: BegunRun) {
  const events = await allOf(provider.resume(run, new AbortController().signal))
  return { text: textOf(events), types: events.map(({ type }) => type), last: events.at(-1) }
}

function cancellations({ requests }: { requests: { path: string }[] }) {
  return requests.filter(({ path }) => path.endsWith("/cancel")).length
}

async function start(t: TestContext, { idleTimeout = 5, background = true } = {}) {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  const provider = new ResponsesProvider({ apiKey: "sk-test", baseURL: openai.url, idleTimeout, background })
  return { openai, provider }
}
