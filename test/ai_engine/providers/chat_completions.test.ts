import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { type TestContext, test } from "node:test"
import { ChatCompletionsProvider } from "../../../server/ai_engine/providers/chat_completions.ts"
import { PATIENCE } from "../../support/patience.ts"
import type { ChatCompletionsReply } from "../../support/scripted_openai/chat_completions_reply.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { ask, REQUEST } from "./asking.ts"

test("streams the text as it comes and ends with the usage", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(tells("Once ", "upon ", "a time"))

  const { events, text } = await ask(provider)

  assert.deepEqual(
    events.map((event) => event.type),
    ["started", "delta", "delta", "delta", "completed"],
  )
  assert.match(events[0]?.type === "started" ? String(events[0].remoteId) : "", /^chatcmpl_/)
  assert.equal(text, "Once upon a time")
  assert.deepEqual(events.at(-1), {
    type: "completed",
    messageRemoteId: null,
    usage: { inputTokens: 20, outputTokens: 10 },
  })
})

test("sends the instructions, the whole history and the limit, and asks for the usage", async (t) => {
  const { openai, provider } = await start(t)
  const messages = [
    { role: "user" as const, content: "A fox?" },
    { role: "assistant" as const, content: "A fox." },
    { role: "user" as const, content: "Go on." },
  ]

  await ask(provider, { messages, maxPromptTokens: 1000, maxCompletionTokens: 200 })

  assert.deepEqual(openai.requests[0]?.body, {
    model: "gpt-6-luna",
    messages: [{ role: "system", content: "You tell stories." }, ...messages],
    max_tokens: 200,
    stream: true,
    stream_options: { include_usage: true },
  })
})

test("reads chat_completions_usage in pieces of odd sizes", async (t) => {
  const { openai, provider } = await start(t)
  const bytes = await readFile(new URL("../../fixtures/sse/chat_completions_usage.sse", import.meta.url))
  openai.script((reply) => reply.pieces(bytes, [1, 7, 3, 64, 2, 211]))

  const { text, last } = await ask(provider)

  assert.equal(text, "Sun, **soil** and water.")
  assert.partialDeepStrictEqual(last, { type: "completed", usage: { inputTokens: 40, outputTokens: 9 } })
})

for (const [reason, expected] of [
  ["length", "max_output_tokens"],
  ["content_filter", "content_filter"],
]) {
  test(`an answer that ends for ${reason} is incomplete: ${expected}`, async (t) => {
    const { openai, provider } = await start(t)
    openai.script((reply) => {
      reply.say("Once")
      reply.incomplete(String(reason), { input: 5, output: 1 })
    })

    const { text, last } = await ask(provider)
    assert.equal(text, "Once")
    assert.deepEqual(last, {
      type: "incomplete",
      reason: expected,
      messageRemoteId: null,
      usage: { inputTokens: 5, outputTokens: 1 },
    })
  })
}

test("a server that sends no usage, or sends it with the last words, is understood", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    (reply) => reply.complete(null),
    chat((reply) => {
      reply.say("Once")
      reply.chunk({
        choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
        usage: { prompt_tokens: 5, completion_tokens: 1 },
      })
      reply.end()
    }),
  )

  assert.partialDeepStrictEqual((await ask(provider)).last, { type: "completed", usage: null })
  assert.partialDeepStrictEqual((await ask(provider)).last, {
    type: "completed",
    usage: { inputTokens: 5, outputTokens: 1 },
  })
})

test("shows a refusal as the answer, and passes over chunks that say nothing", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    chat((reply) => {
      reply.raw(": ping\n\n")
      reply.chunk({ choices: [] })
      reply.chunk({})
      reply.chunk({ choices: [{ index: 0, delta: { refusal: "I'd rather not." }, finish_reason: null }] })
      reply.complete()
    }),
  )

  const { text, last } = await ask(provider)
  assert.equal(text, "I'd rather not.")
  assert.equal(last?.type, "completed")
})

test("an error that comes beside the words keeps what the server says about it", async (t) => {
  const { openai, provider } = await start(t)
  openai.script(
    chat((reply) => {
      reply.say("Once")
      reply.chunk({ error: { code: 502, message: "The model is asleep." }, choices: [] })
    }),
  )

  const { text, last } = await ask(provider)
  assert.equal(text, "Once")
  assert.deepEqual(last, {
    type: "failed",
    code: "502",
    message: "The model is asleep. Try again in a moment.",
    usage: null,
  })
})

test("what is passed on is whole characters, whatever came", async (t) => {
  const { openai, provider } = await start(t)
  openai.script((reply) => {
    for (const piece of ["A \uD83E", "B\uDD8A", "\uDD8AC", "D \uD83E"]) reply.say(piece)
    reply.complete()
  })

  const { events, text } = await ask(provider)
  assert.ok(events.every((event) => event.type !== "delta" || event.text.isWellFormed()))
  assert.equal(text, "A \uFFFDB\uFFFD\uFFFDCD \uFFFD")
})

test("an aborted signal ends it at once", { timeout: PATIENCE }, async (t) => {
  const { openai, provider } = await start(t)
  openai.script((reply) => reply.say("Once"))
  const controller = new AbortController()
  const types: string[] = []

  for await (const event of provider.stream(REQUEST, controller.signal)) {
    types.push(event.type)
    if (event.type === "delta") controller.abort()
  }

  assert.deepEqual(types, ["started", "delta"])
  await openai.requests[0]?.aborted
})

/** A scenario of what only this API sends. */
function chat(scenario: (reply: ChatCompletionsReply) => unknown) {
  return (reply: Reply) => scenario(reply as ChatCompletionsReply)
}

async function start(t: TestContext) {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  return { openai, provider: new ChatCompletionsProvider({ baseURL: openai.url, idleTimeout: 5 }) }
}
