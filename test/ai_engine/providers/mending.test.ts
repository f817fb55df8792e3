import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import { MendedBody } from "../../../server/ai_engine/providers/http/mends.ts"
import { refusalOf } from "../../../server/ai_engine/providers/http/refusal.ts"
import { type Scenario, ScriptedOpenAI, startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { ANY_REQUEST, providerOf } from "./all_providers.ts"
import { ask } from "./asking.ts"

// A request that is refused for one of its fields is asked again without it, or under its new name: a 400 bills nothing.

type Body = Record<string, unknown>
type Row = [api: string, refused: string, body: unknown, mended: Body, status?: number]

const openai = new ScriptedOpenAI(0)
let models = 0

before(() => openai.listen(0))
after(() => openai.close())
beforeEach(() => {
  models++
  openai.requests.length = 0
})

const said = (message: string, fields: object = {}) => ({
  error: { message, type: "invalid_request_error", param: null, code: null, ...fields },
})
const detail = (loc: (string | number)[], msg: string, type = "extra_forbidden") => ({
  detail: [{ type, loc, msg, input: 1 }],
})
const gone = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]))
const RENAMED = { max_tokens: undefined, max_completion_tokens: 400 }
const FOLDED = [{ role: "user", content: "You tell stories.\n\nTell me about a fox." }]
const AS_DEVELOPER = [
  { role: "developer", content: "You tell stories." },
  { role: "user", content: "Tell me about a fox." },
]

const ROWS: Row[] = [
  [
    "chat_completions",
    "OpenAI, a newer model",
    said(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      {
        param: "max_tokens",
        code: "unsupported_parameter",
      },
    ),
    RENAMED,
  ],
  [
    "chat_completions",
    "no param field",
    said("max_tokens is not supported with this model. Use `max_completion_tokens` instead."),
    RENAMED,
  ],
  ["chat_completions", "no new name", said("Unrecognized request argument supplied: max_tokens"), RENAMED],
  ["chat_completions", "deprecated", { message: "'max_tokens' is deprecated" }, RENAMED],
  [
    "chat_completions",
    "FastAPI",
    detail(["body", "max_tokens"], "Extra inputs are not permitted"),
    RENAMED,
    422,
  ],
  [
    "chat_completions",
    "FastAPI, older",
    detail(["body", "stream_options"], "extra fields not permitted", "value_error.extra"),
    gone("stream_options"),
    422,
  ],
  [
    "chat_completions",
    "FastAPI, deeper",
    detail(["body", "stream_options", "include_usage"], "Extra inputs are not permitted"),
    gone("stream_options"),
  ],
  [
    "chat_completions",
    "OpenAI, an argument",
    said("Unrecognized request argument supplied: stream_options"),
    gone("stream_options"),
  ],
  [
    "chat_completions",
    "a dotted name",
    said("Unknown parameter: 'stream_options.include_usage'."),
    gone("stream_options"),
  ],
  ["chat_completions", "the inner name", said("include_usage is not supported"), gone("stream_options")],
  [
    "chat_completions",
    "vLLM",
    {
      object: "error",
      message:
        "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]",
      type: "BadRequestError",
      param: null,
      code: 400,
    },
    gone("stream_options"),
  ],
  ["chat_completions", "a string", { error: 'json: unknown field "stream_options"' }, gone("stream_options")],
  ["chat_completions", "plain text", "unknown field `stream_options` at line 1", gone("stream_options")],
  [
    "chat_completions",
    "Mistral",
    {
      object: "error",
      message: {
        detail: [
          { type: "extra_forbidden", loc: ["body", "stream_options"], msg: "Extra inputs are not permitted" },
        ],
      },
      type: "invalid_request_error",
    },
    gone("stream_options"),
    422,
  ],
  [
    "chat_completions",
    "those it knows are named too",
    said("Unknown parameter 'stream_options'. Known are 'model', 'messages', 'max_tokens'."),
    { ...gone("stream_options"), max_tokens: 400 },
  ],
  [
    "chat_completions",
    "all at once",
    {
      detail: [
        { loc: ["body", "max_tokens"], msg: "extra fields not permitted" },
        { loc: ["body", "stream_options"], msg: "extra fields not permitted" },
      ],
    },
    { ...RENAMED, ...gone("stream_options") },
    422,
  ],
  [
    "chat_completions",
    "a limit above the model's",
    said("max_tokens is too large: 400. This model supports at most 256 completion tokens.", {
      param: "max_tokens",
    }),
    gone("max_tokens", "max_completion_tokens"),
  ],
  [
    "chat_completions",
    "a template without a system role",
    said("System role not supported"),
    { messages: AS_DEVELOPER },
  ],
  [
    "chat_completions",
    "o1-mini",
    said("Unsupported value: 'messages[0].role' does not support 'system' with this model.", {
      param: "messages[0].role",
      code: "unsupported_value",
    }),
    { messages: AS_DEVELOPER },
  ],
  [
    "chat_completions",
    "Gemma at Google",
    said("Developer instruction is not enabled for models/gemma-3-27b-it"),
    { messages: FOLDED },
  ],
  [
    "chat_completions",
    "roles in turns",
    said("Conversation roles must alternate user/assistant/user/assistant/..."),
    { messages: AS_DEVELOPER },
  ],
  [
    "chat_completions",
    "two roles only",
    said("Only user and assistant roles are supported!"),
    { messages: AS_DEVELOPER },
  ],
  [
    "chat_completions",
    "the place of the role",
    detail(["body", "messages", 0, "role"], "Input should be 'user' or 'assistant'", "literal_error"),
    { messages: AS_DEVELOPER },
    422,
  ],
  [
    "chat_completions",
    "a list of roles",
    said("'system' is not one of ['user', 'assistant'] - 'messages.0.role'"),
    { messages: AS_DEVELOPER },
  ],
  [
    "responses",
    "OpenAI",
    said("Unsupported parameter: 'max_output_tokens' is not supported with this model.", {
      param: "max_output_tokens",
    }),
    gone("max_output_tokens"),
  ],
  [
    "responses",
    "another name",
    said("max_output_tokens is unknown, use max_tokens instead"),
    { ...gone("max_output_tokens"), max_tokens: 400 },
  ],
  ["responses", "an everyday word, quoted", said("Unknown parameter: 'store'."), gone("store")],
  [
    "responses",
    "an everyday word as an argument",
    said("Unrecognized request argument supplied: store"),
    gone("store"),
  ],
  ["responses", "an everyday word as a subject", { error: "store is not supported" }, gone("store")],
  ["responses", "FastAPI", detail(["body", "store"], "Extra inputs are not permitted"), gone("store"), 422],
  [
    "responses",
    "instructions",
    said("Unsupported parameter: 'instructions'"),
    {
      instructions: undefined,
      input: [
        { role: "system", content: "You tell stories." },
        { role: "user", content: "Tell me about a fox." },
      ],
    },
  ],
]

for (const [api, who, body, mended, status = 400] of ROWS) {
  test(`${api}: ${who} refuses (${status}): asked again, and remembered`, async () => {
    const model = `model-${models}`
    openai.script((reply) => reply.refuse(status, body), tells("Once"), tells("Twice"))

    assert.equal((await answerOf(api, model)).text, "Once")
    assert.equal((await answerOf(api, model)).text, "Twice")

    const isOnce = who.startsWith("a limit above")
    assert.equal(openai.created, 3)
    assertMended(openai.requests[1]?.body, mended)
    if (isOnce) assert.deepEqual(openai.requests[2]?.body, openai.requests[0]?.body)
    else assertMended(openai.requests[2]?.body, mended)
    await answerOf(api, `other-${models}`)
    assert.notDeepEqual(keysOf(openai.requests[3]?.body, mended), keysOf(openai.requests[1]?.body, mended))
  })
}

test("several in a row are each mended, and remembered together", async () => {
  const refusals: Scenario[] = [
    "Unknown parameter: 'max_tokens'.",
    "Unknown parameter: 'max_completion_tokens'.",
    "Unknown parameter: 'stream_options'.",
    "System role not supported",
    "Unknown role: the developer role is not supported",
  ].map((message) => (reply) => reply.refuse(400, said(message)))
  openai.script(...refusals, tells("Once"), tells("Twice"))

  const model = `model-${models}`
  assert.equal((await answerOf("chat_completions", model)).text, "Once")
  assert.equal((await answerOf("chat_completions", model)).text, "Twice")
  assert.equal(openai.created, 7)
  for (const { body } of openai.requests.slice(-2)) {
    assert.deepEqual(body, { model, messages: FOLDED, stream: true })
  }
})

test("a server that refuses whatever it is sent is not asked for ever, and what did not help is forgotten", async (t) => {
  const stubborn = await startScriptedOpenAI()
  t.after(() => stubborn.close())
  const refusal: Scenario = (reply) => {
    const [name] = Object.keys(reply.request.body).filter(
      (key) => !["model", "messages", "stream"].includes(key),
    )
    reply.refuse(400, said(name ? `Unknown parameter: '${name}'.` : "System role not supported"))
  }
  stubborn.script(...Array.from({ length: 40 }, () => refusal))
  const provider = providerOf("chat_completions", { ...settings(), baseURL: stubborn.url })
  const request = { ...ANY_REQUEST, maxCompletionTokens: 400 }

  assert.equal((await ask(provider, request)).last?.type, "failed")
  const requests = stubborn.created
  assert.ok(requests > 2 && requests <= 11, `${requests} requests`)

  await ask(provider, request)
  assert.deepEqual(stubborn.requests[requests]?.body, stubborn.requests[0]?.body)
})

test("ten changes are enough for any server", () => {
  const names = Array.from({ length: 20 }, (_, index) => `field_${index}`)
  const body = new MendedBody(
    new URL("http://model.example/v1/responses"),
    Object.fromEntries(names.map((name) => [name, 1])),
  )
  const mended = names.filter((name) => {
    const text = JSON.stringify(said(`Unknown parameter: '${name}'.`))
    return body.mend(refusalOf(400, text))
  })

  assert.equal(mended.length, 10)
})

for (const [why, status, body] of [
  ["what is said is not about a field", 400, said("The conversation is not one. Extra care is taken.")],
  ["it is about what was asked", 400, said("Invalid 'messages': too many.", { param: "messages" })],
  ["it is about the model", 400, said("Invalid value: 'model' is unknown.", { param: "model" })],
  ["a field is missing", 422, detail(["body", "max_tokens"], "Field required", "missing")],
  [
    "everyday words are only words",
    400,
    said("We can't store this, nor include it: no text that the instructions forbid, unknown as it is."),
  ],
  ["the status is another", 404, said("Unknown parameter: 'stream_options'.")],
  ["it may have been billed", 500, said("Unknown parameter: 'stream_options'.")],
] as const) {
  for (const api of ["chat_completions", "responses"]) {
    test(`${api}: nothing is asked again where ${why}`, async () => {
      openai.script((reply) => reply.refuse(status, body))
      const { last } = await answerOf(api, `model-${models}`)

      assert.equal(last?.type, "failed")
      assert.equal(openai.created, 1)
    })
  }
}

test("assistants: a run goes on without what the server does not take, and keeps what people wrote", async () => {
  openai.script(
    (reply) => reply.refuse(400, said("Unknown parameter: 'max_completion_tokens'.")),
    tells("Once"),
  )
  const { text } = await answerOf("assistants", `model-${models}`)
  assert.equal(text, "Once")

  const provider = providerOf("assistants", settings())
  openai.refuseNext(400, said("Unsupported parameter: 'description'", { param: "description" }))
  const ada = {
    name: "Ada",
    description: "Tells",
    instructions: "Tell.",
    model: "m",
    maxPromptTokens: null,
    maxCompletionTokens: null,
  }
  await assert.rejects(provider.createAssistant(ada), { message: "Unsupported parameter: 'description'" })
})

function assertMended(body: Body | undefined, mended: Body) {
  assert.deepEqual(keysOf(body, mended), mended)
}

function keysOf(body: Body | undefined, names: Body) {
  return Object.fromEntries(Object.keys(names).map((name) => [name, body?.[name]]))
}

function answerOf(api: string, model: string) {
  return ask(providerOf(api, settings()), { ...ANY_REQUEST, model, maxCompletionTokens: 400 })
}

function settings() {
  return { baseURL: openai.url, idleTimeout: 5 }
}
