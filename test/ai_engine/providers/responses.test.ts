import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { type TestContext, test } from "node:test"
import { ResponsesProvider } from "../../../server/ai_engine/providers/responses.ts"
import { PATIENCE } from "../../support/patience.ts"
import { startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { ask, REQUEST, textOf } from "./asking.ts"

test("streams the text as it comes and ends with the message's id and the usage", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(tells("Once ", "upon ", "a time"))

  const { events } = await ask(provider)

  assert.deepEqual(
    events.map((event) => event.type),
    ["started", "delta", "delta", "delta", "completed"],
  )
  assert.match(events[0]?.type === "started" ? String(events[0].remoteId) : "", /^resp_/)
  assert.equal(textOf(events), "Once upon a time")
  assert.partialDeepStrictEqual(events.at(-1), {
    type: "completed",
    usage: { inputTokens: 20, outputTokens: 10 },
  })
  assert.match(String(Object(events.at(-1)).messageRemoteId), /^msg_/)
})

test("sends the whole history, and to a server that is not OpenAI's nothing that only OpenAI knows", async (t) => {
  const { openai, provider } = await start(t)
  const messages = [
    { role: "user" as const, content: "A fox?" },
    { role: "assistant" as const, content: "A fox." },
    { role: "user" as const, content: "Go on." },
  ]

  await ask(provider, { messages, maxPromptTokens: 1000, maxCompletionTokens: 200 })

  assert.deepEqual(openai.requests[0]?.body, {
    model: "gpt-6-luna",
    instructions: "You tell stories.",
    input: messages,
    max_output_tokens: 200,
    store: false,
    stream: true,
  })
  assert.equal(openai.requests[0]?.headers.authorization, "Bearer sk-test")
})

test("divides the messages of one answer by a blank line", async (t) => {
  const { openai, provider } = await start(t)
  openai.script((reply) => {
    reply.say("First, ")
    reply.say("this.")
    reply.nextMessage()
    reply.say("Then that.")
    reply.complete()
  })

  assert.equal((await ask(provider)).text, "First, this.\n\nThen that.")
})

test("shows a refusal as the answer", async (t) => {
  const { openai, provider } = await start(t)
  openai.script((reply) => {
    reply.event("response.refusal.delta", {
      type: "response.refusal.delta",
      item_id: "msg_1",
      delta: "I'd rather not.",
    })
    reply.complete()
  })

  const { text, last } = await ask(provider)
  assert.equal(text, "I'd rather not.")
  assert.equal(last?.type, "completed")
})

const FIXTURES = [
  ["responses_completed", "completed", undefined, { inputTokens: 1312, outputTokens: 158 }],
  [
    "responses_incomplete_max_output_tokens",
    "incomplete",
    "max_output_tokens",
    { inputTokens: 96, outputTokens: 24 },
  ],
  ["responses_failed_server_error", "failed", "server_error", null],
  ["responses_error_event_then_failed", "failed", "server_is_overloaded", null],
] as const

for (const [name, type, why, usage] of FIXTURES) {
  test(`reads ${name} in pieces of odd sizes`, async (t) => {
    const { openai, provider } = await start(t)
    const bytes = await readFile(new URL(`../../fixtures/sse/${name}.sse`, import.meta.url))
    openai.script((reply) => reply.pieces(bytes, [1, 7, 3, 64, 2, 211]))

    const { text, last } = await ask(provider)

    assert.equal(text, textInFixture(bytes.toString()))
    assert.partialDeepStrictEqual(last, { type, usage })
    assert.equal(Object(last).reason ?? Object(last).code, why)
  })
}

for (const [reason, expected] of [
  ["max_output_tokens", "max_output_tokens"],
  ["content_filter", "content_filter"],
  ["max_messages", "interrupted"],
  ["steered", "interrupted"],
  ["something_new", "interrupted"],
]) {
  test(`an answer that is incomplete for ${reason} is ${expected}`, async (t) => {
    const { openai, provider } = await start(t)
    openai.script((reply) => {
      reply.say("Once")
      reply.incomplete(String(reason), { input: 5, output: 1 })
    })

    const { text, last } = await ask(provider)
    assert.equal(text, "Once")
    assert.partialDeepStrictEqual(last, {
      type: "incomplete",
      reason: expected,
      usage: { inputTokens: 5, outputTokens: 1 },
    })
  })
}

test("believes the status, not the event's name", async (t) => {
  const { openai, provider } = await start(t)
  const response = { id: "resp_1", status: "incomplete", incomplete_details: { reason: "max_output_tokens" } }
  openai.script((reply) => {
    reply.event("response.completed", { type: "response.completed", response })
    reply.end()
  })

  assert.partialDeepStrictEqual((await ask(provider)).last, {
    type: "incomplete",
    reason: "max_output_tokens",
  })
})

test("an error event may be flat, and may come without a name", async (t) => {
  const { openai, provider } = await start(t)
  const error = { type: "error", code: "slow_down", message: "Too fast.", param: null }
  openai.script(
    (reply) => {
      reply.say("Once")
      reply.event("error", error)
    },
    (reply) => {
      reply.say("Once")
      reply.raw(`data: ${JSON.stringify(error)}\n\n`)
    },
  )

  for (const _ of [1, 2]) {
    const { text, last } = await ask(provider)
    assert.equal(text, "Once")
    assert.partialDeepStrictEqual(last, { code: "slow_down", message: "Too fast. Try again in a moment." })
  }
})

test("a server that numbers nothing and ends its lines with CRLF is understood", async (t) => {
  const { openai, provider } = await start(t)
  const events = [
    { type: "response.created", response: { id: "resp_1", status: "in_progress" } },
    { type: "response.output_text.delta", delta: "Once " },
    { type: "response.output_text.delta", delta: "upon" },
    { type: "response.completed", response: { id: "resp_1", status: "completed" } },
  ]
  openai.script((reply) => {
    for (const event of events) reply.raw(`data: ${JSON.stringify(event)}\r\n\r\n`)
    reply.end()
  })

  assert.deepEqual((await ask(provider)).events, [
    { type: "started", remoteId: "resp_1" },
    { type: "delta", text: "Once ", sequence: null, messageRemoteId: null },
    { type: "delta", text: "upon", sequence: null, messageRemoteId: null },
    { type: "completed", messageRemoteId: null, usage: null },
  ])
})

test("a closing [DONE], comments and events that nobody knows change nothing", async (t) => {
  const { openai, provider } = await start(t)
  openai.script((reply) => {
    reply.raw(": ping\n\n")
    reply.event("slug:thinking", { type: "slug:thinking" })
    reply.say("Once")
    reply.raw(": ping\r\n\r\n")
    reply.event("response.completed", {
      type: "response.completed",
      response: { id: "resp_1", status: "completed" },
    })
    reply.event("done", "[DONE]")
    reply.end()
  })

  const { text, last } = await ask(provider)
  assert.equal(text, "Once")
  assert.equal(last?.type, "completed")
})

test("a stream that goes on may take longer than the idle timeout", async (t) => {
  const { openai, provider } = await start(t, { idleTimeout: 0.6, pause: 100 })
  openai.script(tells("1", "2", "3", "4", "5", "6", "7", "8"))

  assert.equal((await ask(provider)).last?.type, "completed")
})

test("an aborted signal ends it at once, at whatever moment", { timeout: PATIENCE }, async (t) => {
  const { openai, provider } = await start(t)
  const aborted = new AbortController()
  aborted.abort()
  assert.deepEqual((await ask(provider, {}, aborted.signal)).events, [])
  assert.equal(openai.requests.length, 0)

  const connecting = new AbortController()
  openai.script(() => connecting.abort())
  assert.deepEqual((await ask(provider, {}, connecting.signal)).events, [])

  const streaming = new AbortController()
  openai.script((reply) => reply.say("Once"))
  const events = []
  for await (const event of provider.stream(REQUEST, streaming.signal)) {
    events.push(event.type)
    if (event.type === "delta") streaming.abort()
  }
  assert.deepEqual(events, ["started", "delta"])
  await openai.requests.at(-1)?.aborted
  assert.equal(openai.requests.length, 2)
})

async function start(t: TestContext, { idleTimeout = 5, pause = 0 } = {}) {
  const openai = await startScriptedOpenAI({ pause })
  t.after(() => openai.close())
  return { openai, provider: new ResponsesProvider({ apiKey: "sk-test", baseURL: openai.url, idleTimeout }) }
}

function textInFixture(stream: string) {
  const deltas = stream.matchAll(/^data: (\{"type":"response\.output_text\.delta".*)$/gm)
  return Array.from(deltas, ([, data = ""]) => JSON.parse(data).delta).join("")
}
