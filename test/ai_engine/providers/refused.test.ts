import assert from "node:assert/strict"
import { after, before, beforeEach, suite, test } from "node:test"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { ScriptedOpenAI, startScriptedOpenAI } from "../../support/scripted_openai.ts"
import { ANY_REQUEST, PROVIDERS, providerOf } from "./all_providers.ts"
import { ask } from "./asking.ts"

// What a server says when it refuses, as one sentence for people.

const openai = new ScriptedOpenAI(0)

before(() => openai.listen(0))
after(() => openai.close())
beforeEach(() => {
  openai.requests.length = 0
})

const LACKS: Record<string, RegExp> = {
  responses:
    /has no Responses API at this address \(\d+\)\. .*AI_ENGINE_API=chat_completions, or to check OPENAI_BASE_URL/,
  "responses in the background": /set AI_ENGINE_API=chat_completions/,
  chat_completions: /has no Chat Completions at this address \(\d+\)\. .*check OPENAI_BASE_URL/,
}

const NO_SUCH_PATH: [who: string, status: number, body: unknown, apis?: string[]][] = [
  ["Express", 404, "<!DOCTYPE html><pre>Cannot POST /v1/responses</pre>"],
  ["FastAPI", 404, { detail: "Not Found" }],
  ["Go", 404, "404 page not found"],
  ["llama.cpp", 404, { error: { code: 404, message: "File Not Found", type: "not_found_error" } }],
  [
    "OpenAI",
    404,
    { error: { message: "Invalid URL (POST /v1/responses)", type: "invalid_request_error", code: null } },
  ],
  [
    "Spring",
    404,
    { status: 404, error: "Not Found", message: "No message available", path: "/v1/responses" },
    ["responses"],
  ],
  ["nothing at all", 404, ""],
  ["LiteLLM", 405, { detail: "Method Not Allowed" }],
  ["nginx", 405, "<html><h1>405 Not Allowed</h1></html>"],
  ["a stub", 501, { error: { message: "Not implemented" } }],
  ["a gateway", 400, { error: { message: "Unsupported endpoint: /v1/responses" } }, ["responses"]],
  ["another gateway", 400, { error: "unknown url POST http://model.example/v1/responses" }, ["responses"]],
  [
    "Azure",
    400,
    { error: { code: "BadRequest", message: "The Responses API is not enabled here" } },
    ["responses"],
  ],
]

const ALL_BUT_ASSISTANTS = Object.keys(LACKS)

for (const [who, status, body, apis = ALL_BUT_ASSISTANTS] of NO_SUCH_PATH) {
  for (const api of apis) {
    test(`${api}: ${who} that lacks the path (${status}) is told apart, in page and log`, async () => {
      openai.script((reply) => reply.refuse(status, body))
      const { last, details } = await ask(providerOf(api, settings()), ANY_REQUEST)

      assert.equal(last?.type === "failed" && last.code, "api_not_found")
      assert.match(sentenceOf(last), LACKS[api] as RegExp)
      assert.equal(details?.status, status)
      assert.match(JSON.stringify(details), /AI_ENGINE_API|OPENAI_BASE_URL/)
      assert.equal(openai.created, 1)
    })
  }
}

const OTHERS: [who: string, status: number, body: unknown, sentence: RegExp][] = [
  [
    "Ollama's model",
    404,
    { error: { message: 'model "gpt-6-luna" not found, try pulling it first', type: "api_error" } },
    /^model "gpt-6-luna" not found/,
  ],
  [
    "vLLM's model",
    404,
    { object: "error", message: "The model `gpt-6-luna` does not exist.", type: "NotFoundError", code: 404 },
    /does not exist/,
  ],
  [
    "a model's endpoint",
    404,
    { error: { message: "No endpoints found for gpt-6-luna.", code: 404 } },
    /^No endpoints found for gpt-6-luna\./,
  ],
  [
    "OpenAI's model",
    404,
    { error: { message: "No such model", code: "model_not_found" } },
    /does not know this model/,
  ],
  [
    "a link to a documentation",
    400,
    { error: { message: "Bad input, see https://docs.example/api-reference/responses." } },
    /^Bad input, see/,
  ],
]

for (const [who, status, body, sentence] of OTHERS) {
  test(`${who} is no missing path`, async () => {
    openai.script((reply) => reply.refuse(status, body))
    const { last } = await ask(providerOf("responses", settings()), ANY_REQUEST)
    assert.notEqual(last?.type === "failed" && last.code, "api_not_found")
    assert.match(sentenceOf(last), sentence)
  })
}

const LONG = `The fox ${"runs over the hill and ".repeat(6_000)}sleeps.`
const SAYS: Record<string, [body: unknown, sentence: RegExp]> = {
  "2 MB of words": [{ error: { message: LONG.repeat(15) } }, /^The fox runs over .*… Choose another model/],
  "140 kB of words": [{ error: { message: LONG } }, /^The fox runs over .*… Choose another model/],
  "140 kB without a gap": [
    { error: { message: "x".repeat(140_000) } },
    /^The model's server refused the request \(409\)/,
  ],
  "140 kB of Japanese": [{ error: { message: "狐".repeat(70_000) } }, /^狐+…/],
  "a long first sentence and more": [
    { error: { message: `${"It is so. ".repeat(15)}${LONG}` } },
    /^(It is so\. )+Choose/,
  ],
  "several lines": [
    { error: { message: "One\r\n\ttwo\u0000\u001b[31m\u202ethree\u2028four" } },
    /^One two \[31m three four\. /,
  ],
  "half an emoji": [{ error: { message: "A fox \ud83e" } }, /^A fox \ufffd\. /],
  "a detail": [{ detail: "The fox sleeps" }, /^The fox sleeps\. /],
  details: [
    { detail: [{ loc: ["body", "model"], msg: "Not a fox", type: "value_error" }, { msg: "Nor a hare" }] },
    /^model: Not a fox; Nor a hare\. /,
  ],
  "a detail inside": [{ detail: { error: "The fox sleeps" } }, /^The fox sleeps\. /],
  "an object of its own": [{ object: "error", message: "The fox sleeps", code: 40301 }, /^The fox sleeps\. /],
  "a string": [{ error: "The fox sleeps" }, /^The fox sleeps\. /],
  "only a message": [{ message: "The fox sleeps" }, /^The fox sleeps\. /],
  errors: [
    { errors: [{ message: "The fox sleeps" }, "So does the hare"] },
    /^The fox sleeps; So does the hare\. /,
  ],
  "a list": [[{ error: { message: "The fox sleeps" } }], /^The fox sleeps\. /],
  "JSON in JSON": [{ error: { message: '{"error":{"message":"The fox sleeps"}}' } }, /^The fox sleeps\. /],
  "a problem": [{ title: "Forbidden", detail: "The fox sleeps", status: 409 }, /^The fox sleeps\. /],
  null: [{ error: { message: null, code: null } }, /^The model's server refused the request \(409\)/],
  "an empty object": [{}, /^The model's server refused the request \(409\)/],
  "a number": [{ error: 7 }, /^The model's server refused the request \(409\)/],
  "a page": [
    "<html><title>Forbidden</title><p>Go away</html>",
    /^The model's server refused the request \(409\)/,
  ],
  nothing: ["", /^The model's server refused the request \(409\)/],
}

suite("one sentence, on one line of at most 300 characters", () => {
  for (const [what, [body, sentence]] of Object.entries(SAYS)) {
    test(`a refusal that says ${what}`, async () => {
      for (const api of Object.keys(PROVIDERS)) {
        openai.script((reply) => reply.refuse(409, body))
        const { last, details } = await ask(providerOf(api, settings()), ANY_REQUEST)
        const message = sentenceOf(last)

        assert.match(message, sentence)
        assert.ok(message.length <= 300, `${message.length}`)
        assert.doesNotMatch(message, /[\p{Cc}\u2028\u202e]/u)
        assert.ok(JSON.stringify(details).length < 600)
      }
    })
  }

  test("an error in a stream, or of an answer", async () => {
    openai.script(
      (reply) => reply.error("server_error", LONG),
      (reply) => reply.fail("server_error", LONG),
    )
    for (let times = 0; times < 2; times++) {
      const message = sentenceOf((await ask(providerOf("responses", settings()), ANY_REQUEST)).last)
      assert.match(message, /^The fox runs .*… Try again in a moment\.$/)
      assert.ok(message.length <= 300)
    }
  })
})

const WAITS: [header: Record<string, string>, sentence: RegExp, requests: number][] = [
  [{ "retry-after": "7200" }, /Try again in about 2 hours\.$/, 1],
  [{ "retry-after": "600" }, /Try again in 10 minutes\.$/, 1],
  [{ "retry-after": "1e400" }, /Try again in a moment\.$/, 3],
  [{ "retry-after": "99999999999999999999" }, /Try again another day\.$/, 1],
  [{ "retry-after-ms": "45000" }, /Try again in 45 seconds\.$/, 1],
  [{ "retry-after-ms": "soon", "retry-after": "300" }, /Try again in 5 minutes\.$/, 1],
  [{ "retry-after": new Date(Date.now() + 2 * 3_600_000).toUTCString() }, /Try again in about 2 hours\.$/, 1],
  [
    { "retry-after": new Date(Date.now() + 3_600_000).toISOString() },
    /Try again in (59|60|61) minutes\.$/,
    1,
  ],
]

for (const [headers, sentence, requests] of WAITS) {
  test(`${JSON.stringify(headers).replace(/\d\d:\d\d.*"/, '…"')} is waited for, or told`, async (t) => {
    const openai = await startScriptedOpenAI()
    t.after(() => openai.close())
    openai.script(
      ...Array.from(
        { length: 3 },
        () => (reply: Reply) => reply.refuse(429, { error: { message: "Too many." } }, headers),
      ),
    )
    const { last } = await ask(
      providerOf("chat_completions", { ...settings(), baseURL: openai.url }),
      ANY_REQUEST,
    )

    assert.match(sentenceOf(last), sentence)
    assert.equal(openai.created, requests)
  })
}

function sentenceOf(last: unknown) {
  const { message } = last as { message: string }
  return message
}

function settings() {
  return { apiKey: "sk-test", baseURL: openai.url, idleTimeout: 5 }
}
