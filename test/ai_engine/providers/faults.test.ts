import assert from "node:assert/strict"
import { type TestContext, test } from "node:test"
import { AssistantsProvider } from "../../../server/ai_engine/providers/assistants.ts"
import { ChatCompletionsProvider } from "../../../server/ai_engine/providers/chat_completions.ts"
import type { OpenAISettings } from "../../../server/ai_engine/providers/open_ai_provider.ts"
import type { Provider } from "../../../server/ai_engine/providers/provider.ts"
import { ResponsesProvider } from "../../../server/ai_engine/providers/responses.ts"
import { freePort } from "../../support/free_port.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { type Scenario, startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { ask } from "./asking.ts"

// What goes wrong on every wire: how it ends, what people are told, and how often the server was asked.

const PROVIDERS: Record<string, (settings: OpenAISettings) => Provider> = {
  responses: (settings) => new ResponsesProvider(settings),
  "responses in the background": (settings) => new ResponsesProvider({ ...settings, background: true }),
  chat_completions: (settings) => new ChatCompletionsProvider(settings),
  assistants: (settings) => new AssistantsProvider(settings),
}
const WITHOUT_BACKGROUND = Object.keys(PROVIDERS).filter((name) => !name.endsWith("background"))

const OTHER_MODEL = "Choose another model, or tell whoever runs this site."
const SOON = "Try again in a moment."

type Refusal = [
  fault: string,
  refused: [status: number, body: unknown, headers?: Record<string, string>],
  ending: [code: string, message: string],
  requests?: number,
]

const REFUSALS: Refusal[] = [
  [
    "a bad request",
    [400, { error: { message: "Unknown parameter: 'fox'.", code: "unknown_parameter" } }],
    ["unknown_parameter", `Unknown parameter: 'fox'. ${OTHER_MODEL}`],
  ],
  [
    "a conversation that is too long",
    [400, { error: { message: "Your input exceeds the context window", code: "context_length_exceeded" } }],
    [
      "context_length_exceeded",
      "Your input exceeds the context window. Begin a new thread, or choose another model.",
    ],
  ],
  [
    "a wrong key",
    [401, { error: { message: "Incorrect API key provided: sk-te**st.", code: "invalid_api_key" } }],
    [
      "invalid_api_key",
      "The model's server does not accept our API key. Whoever runs this site has to check it.",
    ],
  ],
  [
    "a country that is not served",
    [403, { error: { message: "Country not supported.", code: "unsupported_country" } }],
    [
      "unsupported_country",
      "Country not supported. Whoever runs this site has to check what our account may use.",
    ],
  ],
  [
    "no such model",
    [404, { error: { message: "No such model.", code: "model_not_found" } }],
    [
      "model_not_found",
      "The provider does not know this model, or does not let us use it. Choose another one.",
    ],
  ],
  [
    "no such model at a server that sends strings",
    [404, { error: "model 'fox' not found" }],
    ["http_404", `model 'fox' not found. ${OTHER_MODEL}`],
  ],
  [
    "an address that has moved",
    [308, "", { location: "/v2" }],
    ["http_308", "The model's server has moved (308). Whoever runs this site has to check its address."],
  ],
  [
    "a refusal without a word",
    [422, ""],
    ["http_422", `The model's server refused the request (422). ${OTHER_MODEL}`],
  ],
  [
    "too many requests, again and again",
    [429, { error: { message: "Rate limit reached.", code: "slow_down" } }, { "retry-after-ms": "1" }],
    ["slow_down", `Rate limit reached. ${SOON}`],
    3,
  ],
  [
    "too many requests for a minute",
    [429, { error: { message: "Rate limit reached.", code: "slow_down" } }, { "retry-after": "60" }],
    ["slow_down", "Rate limit reached. Try again in 60 seconds."],
  ],
  [
    "too many requests for an hour",
    [429, "", { "retry-after": "3600" }],
    ["http_429", "The model's server gets too many requests just now. Try again in 60 minutes."],
  ],
  [
    "a quota that is exhausted",
    [429, { error: { message: "Quota.", type: "insufficient_quota", code: "credit_balance_exhausted" } }],
    [
      "credit_balance_exhausted",
      "Our account with the model's provider is used up. Whoever runs this site has to refill it or raise its limit.",
    ],
  ],
  [
    "trouble at the server",
    [500, { error: { message: "The server had an error.", code: "server_error" } }],
    ["server_error", `The server had an error. ${SOON}`],
  ],
  [
    "trouble before the server",
    [502, "<html><h1>Bad Gateway</h1></html>"],
    ["http_502", `The model's server has trouble (502). ${SOON}`],
  ],
  [
    "an overloaded server",
    [503, { error: { message: "Overloaded.", code: "server_is_overloaded" } }, { "retry-after": "0" }],
    ["server_is_overloaded", `Overloaded. ${SOON}`],
    3,
  ],
]

for (const name of Object.keys(PROVIDERS)) {
  for (const [fault, refused, [code, message], requests = 1] of REFUSALS) {
    test(`${name}: ${fault} becomes a sentence after ${requests} requests`, async (t) => {
      const { openai, provider } = await start(t, name)
      openai.script(...Array.from({ length: 3 }, (): Scenario => (reply) => reply.refuse(...refused)))

      assert.deepEqual(await answer(provider), [{ type: "failed", code, message, usage: null }, ""])
      assert.equal(openai.created, requests)
    })
  }

  test(`${name}: what is turned away for now is asked again, and then answered`, async (t) => {
    const { openai, provider } = await start(t, name)
    openai.script(
      (reply) => reply.refuse(429, { error: { message: "Too many." } }, { "retry-after": "0" }),
      (reply) => reply.refuse(503, { error: { message: "Too many." } }, { "retry-after-ms": "1" }),
      tells("Once"),
    )

    const [last, text] = await answer(provider)
    assert.equal(text, "Once")
    assert.equal(last?.type, "completed")
    assert.equal(openai.created, 3)
  })

  test(`${name}: a server that is not there, or hangs up before it answers, is a failure that says so`, async (t) => {
    const { openai, provider, settings } = await start(t, name)
    const absent = PROVIDERS[name]?.({ ...settings, baseURL: `http://127.0.0.1:${await freePort()}/v1` })
    openai.script((reply) => reply.cut())

    const code = "connection_failed"
    const away = `The model's server can't be reached. ${SOON.replace(".", ";")} if it stays so, its address may be wrong.`
    const lost = `The connection to the model's server was lost before it answered. ${SOON}`
    assert.deepEqual(await answer(absent as Provider), [{ ...failed(code, away), sent: false }, ""])
    assert.deepEqual(await answer(provider), [failed(code, lost), ""])
    assert.equal(openai.created, 1)
  })

  test(`${name}: an error in the stream, or an answer that fails, keeps the words and says why`, async (t) => {
    const { openai, provider } = await start(t, name)
    openai.script(
      saysOnceAnd((reply) => reply.error("server_is_overloaded", "Too much to do")),
      saysOnceAnd((reply) => reply.fail("invalid_prompt", "The prompt was flagged.")),
      saysOnceAnd((reply) => reply.fail("server_error", "Please try again in 20s.")),
    )

    const overloaded = `Too much to do. ${SOON}`
    const flagged = "The prompt was flagged. Say it in other words, or begin a new thread."
    assert.deepEqual(await answer(provider), [failed("server_is_overloaded", overloaded), "Once"])
    assert.deepEqual(await answer(provider), [failed("invalid_prompt", flagged), "Once"])
    assert.deepEqual(await answer(provider), [failed("server_error", "Please try again in 20s."), "Once"])
    assert.equal(openai.created, 3)
  })
}

const BREAKS: Record<string, Scenario> = {
  "is cut": (reply) => reply.cut(),
  "ends without an end": (reply) => reply.end(),
  "ends in half a line": (reply) => {
    reply.raw('data: {"type":"response.outp')
    reply.end()
  },
  "ends in [DONE] alone": (reply) => {
    reply.raw("data: [DONE]\n\n")
    reply.end()
  },
  "falls silent": () => {},
}

for (const name of WITHOUT_BACKGROUND) {
  for (const [fault, scenario] of Object.entries(BREAKS)) {
    test(`${name}: a stream that ${fault} is interrupted, keeps its words and is not asked for again`, async (t) => {
      const { openai, provider } = await start(t, name, { idleTimeout: 0.4 })
      openai.script(saysOnceAnd(scenario))

      const [last, text] = await answer(provider)
      assert.equal(text, "Once")
      assert.partialDeepStrictEqual(last, { type: "incomplete", reason: "interrupted" })
      assert.equal(openai.created, 1)
    })
  }

  test(`${name}: silence before the first word, or after a mere sign of life, is told apart from a cut`, async (t) => {
    for (const scenario of [() => {}, (reply: Reply) => reply.raw(": hello\n\n")]) {
      const { openai, provider } = await start(t, name, { idleTimeout: 0.4 })
      openai.script(scenario)

      const late = `The model's server has not begun to answer within 0.4 seconds. ${SOON}`
      assert.deepEqual(await answer(provider), [failed("timeout", late), ""])
      await openai.requests.at(-1)?.aborted
    }
  })
}

function saysOnceAnd(scenario: Scenario): Scenario {
  return (reply) => {
    reply.say("Once")
    return scenario(reply)
  }
}

function failed(code: string, message: string) {
  return { type: "failed", code, message, usage: null }
}

async function answer(provider: Provider) {
  const { last, text } = await ask(provider, { assistantRemoteId: "asst_1", threadRemoteId: "thread_1" })
  return [last, text] as const
}

async function start(t: TestContext, name: string, { idleTimeout = 5 } = {}) {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  const settings = { apiKey: "sk-test", baseURL: openai.url, idleTimeout }
  return { openai, settings, provider: PROVIDERS[name]?.(settings) as Provider }
}
