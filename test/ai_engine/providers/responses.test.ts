import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { type TestContext, test } from "node:test"
import { ResponsesProvider } from "../../../server/ai_engine/providers/responses.ts"
import { freePort } from "../../support/free_port.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { ask, assertCut, INTERRUPTED, REQUEST, textOf } from "./asking.ts"

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
  ["steered", "interrupted"],
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

test("an error event and a failed response keep what the provider says about them", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    (reply) => {
      reply.say("Once")
      reply.error("slow_down", "Slow down, please.")
    },
    (reply) => {
      reply.say("Once")
      reply.fail("invalid_prompt", "The prompt was flagged.")
    },
  )

  const first = await ask(provider)
  assert.equal(first.text, "Once")
  assert.deepEqual(first.last, {
    type: "failed",
    code: "slow_down",
    message: "Slow down, please. Try again in a moment.",
    usage: null,
  })

  const second = await ask(provider)
  assert.equal(second.text, "Once")
  assert.deepEqual(second.last, {
    type: "failed",
    code: "invalid_prompt",
    message: "The prompt was flagged. Say it in other words, or begin a new thread.",
    usage: null,
  })
  assert.equal(openai.requests.length, 2)
})

test("a stream that is cut, ends early or breaks off in the middle of an event is interrupted, and not asked for again", async (t) => {
  const { openai, provider } = await start(t)

  await assertCut(openai, provider, [
    (reply) => reply.cut(),
    (reply) => reply.end(),
    (reply) => {
      reply.raw('event: response.output_text.delta\ndata: {"type":"response.outp')
      reply.end()
    },
  ])
})

test("silence before the headers and in the middle of the stream ends as interrupted and hangs up", {
  timeout: 5_000,
}, async (t) => {
  const { openai, provider } = await start(t, { idleTimeout: 0.5 })
  openai.script(
    () => {},
    (reply) => reply.say("Once"),
  )

  assert.deepEqual((await ask(provider)).events, [INTERRUPTED])

  const { text, last } = await ask(provider)
  assert.equal(text, "Once")
  assert.deepEqual(last, INTERRUPTED)
  await Promise.all(openai.requests.map((request) => request.aborted))
})

test("a stream that goes on may take longer than the idle timeout", async (t) => {
  const { openai, provider } = await start(t, { idleTimeout: 0.6, pause: 100 })
  openai.script(tells("1", "2", "3", "4", "5", "6", "7", "8"))

  assert.equal((await ask(provider)).last?.type, "completed")
})

test("an aborted signal ends it at once, at whatever moment", { timeout: 5_000 }, async (t) => {
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

test("asks again, at most twice, when it is turned away for now", async (t) => {
  const { openai, provider } = await start(t)
  const busy = { error: { message: "Rate limit reached.", code: "rate_limit_exceeded" } }
  const overloaded = { error: { message: "Overloaded.", code: "server_is_overloaded" } }
  openai.script(
    (reply) => reply.refuse(429, busy, { "retry-after": "0" }),
    (reply) => reply.refuse(503, overloaded, { "retry-after-ms": "1" }),
    tells("Once"),
  )

  const { text, last } = await ask(provider)
  assert.equal(text, "Once")
  assert.equal(last?.type, "completed")
  assert.equal(openai.requests.length, 3)

  openai.script(
    ...Array.from({ length: 3 }, () => (reply: Reply) => reply.refuse(429, busy, { "retry-after": "0" })),
  )
  assert.deepEqual((await ask(provider)).events, [
    {
      type: "failed",
      code: "rate_limit_exceeded",
      message: "Rate limit reached. Try again in a moment.",
      usage: null,
    },
  ])
  assert.equal(openai.requests.length, 6)
})

test("does not ask again for what would be refused again, or only after a long wait", async (t) => {
  const { openai, provider } = await start(t)
  const usedUp = {
    error: {
      message: "You exceeded your current quota.",
      type: "insufficient_quota",
      code: "credit_balance_exhausted",
    },
  }
  openai.script(
    (reply) => reply.refuse(429, usedUp, { "retry-after": "0" }),
    (reply) => reply.refuse(429, { error: { message: "Slow down." } }, { "retry-after": "60" }),
    (reply) => reply.refuse(500, { error: { message: "Broken." } }),
  )

  const messages = []
  for (const _ of [1, 2, 3]) messages.push(Object((await ask(provider)).last).message)

  assert.deepEqual(messages, [
    "Our account with the model's provider is used up. Whoever runs this site has to refill it or raise its limit.",
    "Slow down. Try again in 60 seconds.",
    "Broken. Try again in a moment.",
  ])
  assert.equal(openai.requests.length, 3)
})

const REFUSALS = [
  [
    400,
    { error: { message: "Unknown parameter.", code: "unknown_parameter" } },
    "unknown_parameter",
    "Unknown parameter. Choose another model, or tell whoever runs this site.",
  ],
  [
    401,
    { error: { message: "Incorrect API key provided: sk-te**st.", code: "invalid_api_key" } },
    "invalid_api_key",
    /API key.*check/,
  ],
  [
    404,
    { error: { message: "No such model.", code: "model_not_found" } },
    "model_not_found",
    /Choose another/,
  ],
  [404, { error: "model 'fox' not found" }, "http_404", /^model 'fox' not found\. Choose another/],
  [404, "<html>Not here</html>", "http_404", /address or AI_ENGINE_API/],
  [422, "", "http_422", /^The model's server refused the request \(422\)\. Choose another/],
  [500, "<html><h1>Bad Gateway</h1></html>", "http_500", /^The model's server has trouble \(500\)/],
] as const

for (const [status, body, code, message] of REFUSALS) {
  test(`a ${status} with ${JSON.stringify(body)} becomes a sentence`, async (t) => {
    const { openai, provider } = await start(t)
    openai.script((reply) => reply.refuse(status, body))

    const { events } = await ask(provider)

    assert.equal(events.length, 1)
    assert.partialDeepStrictEqual(events[0], { type: "failed", code, usage: null })
    if (typeof message === "string") assert.equal(Object(events[0]).message, message)
    else assert.match(Object(events[0]).message, message)
    assert.equal(openai.requests.length, 1)
  })
}

test("a server that is not there, or hangs up before it answers, is a failure that says so", async (t) => {
  const absent = new ResponsesProvider({ baseURL: `http://127.0.0.1:${await freePort()}/v1`, idleTimeout: 5 })
  assert.partialDeepStrictEqual((await ask(absent)).events, [
    {
      type: "failed",
      code: "connection_failed",
      message:
        "The model's server can't be reached. Try again in a moment; if it stays so, its address may be wrong.",
    },
  ])

  const { openai, provider } = await start(t)
  openai.script((reply) => reply.cut())
  assert.partialDeepStrictEqual((await ask(provider)).events, [
    {
      type: "failed",
      code: "connection_failed",
      message: "The connection to the model's server was lost before it answered. Try again in a moment.",
    },
  ])
  assert.equal(openai.requests.length, 1)
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
