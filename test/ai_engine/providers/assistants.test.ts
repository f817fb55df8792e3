import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { type TestContext, test } from "node:test"
import { AssistantsProvider } from "../../../server/ai_engine/providers/assistants.ts"
import { ProviderError } from "../../../server/ai_engine/providers/provider.ts"
import { freePort } from "../../support/free_port.ts"
import { PATIENCE } from "../../support/patience.ts"
import { startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { until } from "../../support/until.ts"
import { ask, REQUEST } from "./asking.ts"

const ADA = {
  name: "Ada",
  model: "gpt-4o",
  description: null,
  instructions: "You tell stories.",
  maxPromptTokens: 1000,
  maxCompletionTokens: 200,
}
const USAGE = { inputTokens: 20, outputTokens: 10 }
const INTERRUPTED = { type: "incomplete", reason: "interrupted" }

test("makes, changes and deletes a remote assistant, and a thread with a message", async (t) => {
  const { openai, provider } = await start(t)

  const assistant = await provider.createAssistant(ADA)
  await provider.updateAssistant(assistant, { ...ADA, name: "Grandma Ada" })
  const thread = await provider.createThread()
  await provider.createMessage(thread, { role: "user", content: "A fox?" })
  await provider.deleteThread(thread)
  await provider.deleteAssistant(assistant)

  const wire = { name: "Ada", model: "gpt-4o", description: null, instructions: "You tell stories." }
  assert.deepEqual(
    openai.requests.map(({ method, path, body }) => [method, path, body]),
    [
      ["POST", "/assistants", wire],
      ["POST", `/assistants/${assistant}`, { ...wire, name: "Grandma Ada" }],
      ["POST", "/threads", {}],
      ["POST", `/threads/${thread}/messages`, { role: "user", content: "A fox?" }],
      ["DELETE", `/threads/${thread}`, {}],
      ["DELETE", `/assistants/${assistant}`, {}],
    ],
  )
  assert.ok(openai.requests.every(({ headers }) => headers["openai-beta"] === "assistants=v2"))
})

test("deleting what is already gone is no error", async (t) => {
  const { provider } = await start(t)

  await provider.deleteAssistant("asst_gone")
  await provider.deleteThread("thread_gone")
})

test("a remote call that is refused throws a sentence, one that is turned away for now is tried again", async (t) => {
  const { openai, provider } = await start(t)

  openai.refuseNext(429, { error: { message: "Too many." } }, { "retry-after": "0" })
  assert.match(await provider.createAssistant(ADA), /^asst_/)
  assert.equal(openai.requests.length, 2)

  openai.refuseNext(400, { error: { message: "The name is too long.", code: "string_above_max_length" } })
  await assert.rejects(
    provider.createAssistant(ADA),
    new ProviderError("string_above_max_length", "The name is too long.", {
      status: 400,
      providerCode: "string_above_max_length",
      cause: "The name is too long.",
    }),
  )

  const absent = new AssistantsProvider({
    baseURL: `http://127.0.0.1:${await freePort()}/v1`,
    idleTimeout: 5,
  })
  await assert.rejects(absent.deleteThread("thread_1"), { name: "Error", code: "connection_failed" })
})

test("streams a run and ends with the message's id and the usage", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script(tells("Once ", "upon ", "a time"))

  const { events, text, last } = await ask(provider, {
    ...ids,
    maxPromptTokens: 1000,
    maxCompletionTokens: 200,
  })

  assert.deepEqual(
    events.map((event) => event.type),
    ["started", "delta", "delta", "delta", "completed"],
  )
  assert.match(String(Object(events[0]).remoteId), /^run_/)
  assert.equal(text, "Once upon a time")
  assert.match(Object(last).messageRemoteId, /^msg_/)
  assert.partialDeepStrictEqual(last, { type: "completed", usage: USAGE })
  assert.deepEqual(openai.requests.at(-1)?.body, {
    assistant_id: "asst_1",
    model: "gpt-6-luna",
    instructions: "You tell stories.",
    max_prompt_tokens: 1000,
    max_completion_tokens: 200,
    stream: true,
  })
})

test("reads assistants_run_completed in pieces of odd sizes", async (t) => {
  const { openai, provider, ids } = await start(t)
  const bytes = await readFile(new URL("../../fixtures/sse/assistants_run_completed.sse", import.meta.url))
  const deltas = bytes.toString().matchAll(/^data: (\{.*"thread\.message\.delta".*)$/gm)
  openai.script((reply) => reply.pieces(bytes, [1, 7, 3, 64, 2, 211]))

  const { text, last } = await ask(provider, ids)

  assert.equal(
    text,
    Array.from(deltas, ([, data = ""]) => JSON.parse(data).delta.content[0].text.value).join(""),
  )
  assert.partialDeepStrictEqual(last, { type: "completed" })
  assert.ok(Object(last).usage.inputTokens > 0)
})

test("a run without usage is asked for it at its end", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script((reply) => {
    reply.say("Once")
    reply.complete(null)
  })

  assert.partialDeepStrictEqual((await ask(provider, ids)).last, { type: "completed", usage: null })
  assert.match(String(openai.requests.at(-1)?.path), /^\/threads\/thread_\w+\/runs\/run_\w+$/)
})

for (const [reason, expected] of [
  ["max_completion_tokens", { type: "incomplete", reason: "max_output_tokens" }],
  ["content_filter", { type: "incomplete", reason: "content_filter" }],
  ["something_new", INTERRUPTED],
  ["max_prompt_tokens", { type: "failed", code: "max_prompt_tokens" }],
] as const) {
  test(`a run that is incomplete for ${reason} is ${Object(expected).reason ?? expected.type}`, async (t) => {
    const { openai, provider, ids } = await start(t)
    openai.script((reply) => {
      reply.say("Once")
      reply.incomplete(reason, { input: 20, output: 10 })
    })

    const { text, last } = await ask(provider, ids)
    assert.equal(text, "Once")
    assert.partialDeepStrictEqual(last, { ...expected, usage: USAGE })
  })
}

test("a run that was cancelled elsewhere is interrupted, one that wants a tool has failed", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script(
    (reply) => reply.event("thread.run.cancelled", { id: "run_1", status: "cancelled" }),
    (reply) => reply.event("thread.run.requires_action", { id: "run_2", status: "requires_action" }),
  )

  assert.partialDeepStrictEqual((await ask(provider, ids)).last, INTERRUPTED)
  assert.partialDeepStrictEqual((await ask(provider, ids)).last, { type: "failed", code: "requires_action" })
})

test("the text that is missing when the stream is cut is fetched once the run has ended", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script((reply) => {
    reply.say("Once upon ")
    reply.cut()
    reply.say("a time")
    reply.nextMessage()
    reply.say("The end.")
    reply.complete()
  })

  const { text, last } = await ask(provider, ids)

  assert.equal(text, "Once upon a time\n\nThe end.")
  assert.partialDeepStrictEqual(last, { type: "completed", usage: USAGE })
  assert.equal(
    openai.requests.filter(({ path, method }) => method === "POST" && path.endsWith("/runs")).length,
    1,
  )
})

test("a run that is being cancelled is waited for, and one that is cancelled is interrupted", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script(async (reply) => {
    reply.say("Once")
    reply.event("thread.run.cancelling", { id: "run_1", status: "cancelling" })
    reply.cut()
    for (const status of ["in_progress", "cancelling", "cancelling", "cancelled"]) {
      const asked = openai.requests.length
      openai.assistants.setStatus(status)
      await until(() => openai.requests.length > asked)
    }
  })

  const { text, last } = await ask(provider, ids)
  assert.equal(text, "Once")
  assert.partialDeepStrictEqual(last, INTERRUPTED)
})

test("where the messages hold less than was told, the answer is interrupted and keeps its words", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script((reply) => {
    reply.say("Once upon ")
    // Told, and not stored.
    const content = [{ index: 0, type: "text", text: { value: "a time" } }]
    reply.event("thread.message.delta", { delta: { content } })
    reply.cut()
    reply.complete()
  })

  const { text, last } = await ask(provider, ids)
  assert.equal(text, "Once upon a time")
  assert.partialDeepStrictEqual(last, INTERRUPTED)
})

test("a run that ends without words is asked for its messages", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script((reply) => {
    reply.begin()
    openai.assistants.addAnswer("Once upon a time")
    reply.complete()
  })

  const { text, last } = await ask(provider, ids)
  assert.equal(text, "Once upon a time")
  assert.partialDeepStrictEqual(last, { type: "completed", usage: USAGE })
})

test("words of another run of the thread are not shown, whatever the server lists", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script(tells("Twice upon a time"), (reply) => {
    reply.begin()
    openai.assistants.addAnswer("Once upon a time")
    reply.complete()
  })

  assert.equal((await ask(provider, ids)).text, "Twice upon a time")
  assert.equal((await ask(provider, ids)).text, "Once upon a time")
})

test("a run that never ends is given up, and keeps its words", async (t) => {
  const { openai, provider, ids } = await start(t, { idleTimeout: 0.4 })
  const over = new AbortController()
  t.after(() => over.abort())
  openai.script((reply) => {
    reply.say("Once")
    reply.cut()
  })

  const { text, last } = await ask(provider, ids, over.signal)
  assert.equal(text, "Once")
  assert.partialDeepStrictEqual(last, INTERRUPTED)
})

test("events that are told twice end a run once", async (t) => {
  const { openai, provider, ids } = await start(t)
  openai.script((reply) => {
    reply.say("Once")
    reply.event("thread.run.in_progress", { id: "run_1", status: "in_progress" })
    for (const _ of [1, 2])
      reply.event("thread.run.completed", { id: "run_1", status: "completed", usage: null })
    reply.complete()
  })

  const { events, text } = await ask(provider, ids)
  assert.equal(text, "Once")
  assert.equal(events.filter(({ type }) => type === "started").length, 1)
  assert.equal(events.filter(({ type }) => type === "completed").length, 1)
})

test("aborting ends it at once and cancels the remote run", { timeout: PATIENCE }, async (t) => {
  const { openai, provider, ids } = await start(t)
  const controller = new AbortController()
  openai.script((reply) => reply.say("Once"))

  const events = []
  for await (const event of provider.stream({ ...REQUEST, ...ids }, controller.signal)) {
    events.push(event.type)
    if (event.type === "delta") controller.abort()
  }

  assert.deepEqual(events, ["started", "delta"])
  await until(() => openai.requests.some(({ path }) => path.endsWith("/cancel")))
})

test("aborting while the end of a cut run is awaited ends it too, and cancels it at once", {
  timeout: PATIENCE,
}, async (t) => {
  const { openai, provider, ids } = await start(t, { idleTimeout: 600 })
  const controller = new AbortController()
  openai.script((reply) => {
    reply.say("Once")
    reply.cut()
  })

  const asked = ask(provider, ids, controller.signal)
  await until(() => openai.requests.some(({ method, path }) => method === "GET" && path.includes("/runs/")))
  controller.abort()

  const { events } = await asked
  assert.deepEqual(
    events.map((event) => event.type),
    ["started", "delta"],
  )
  await until(() => openai.requests.some(({ path }) => path.endsWith("/cancel")))
})

async function start(t: TestContext, { idleTimeout = 5 } = {}) {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  const provider = new AssistantsProvider({ apiKey: "sk-test", baseURL: openai.url, idleTimeout })
  return { openai, provider, ids: { assistantRemoteId: "asst_1", threadRemoteId: "thread_1" } }
}
