import assert from "node:assert/strict"
import type { Socket } from "node:net"
import { suite, type TestContext, test } from "node:test"
import type { AssistantsProvider } from "../../../server/ai_engine/providers/assistants.ts"
import { PATIENCE } from "../../support/patience.ts"
import { httpAnswer, type RawRequest, startRawServer } from "../../support/raw_server.ts"
import { ANY_REQUEST, PROVIDERS, providerOf } from "./all_providers.ts"
import { ask } from "./asking.ts"

// Wherever a server may leave us waiting, the wait has an end. Without one, these tests would not have one either.

const LIMITS = { connect: 300, call: 300, lookUp: 300, errorBody: 300 }
const IDLE = 0.3
const ENDLESS = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
const REFUSED = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n"
const MESSAGE = '{"error":{"message":"The fox is asleep.","code":"asleep"}}'

type Stall = (socket: Socket, request: RawRequest) => unknown

const STALLS: Record<string, [stall: Stall, code: string, message: RegExp]> = {
  "never answers": [() => {}, "timeout", /has not begun to answer within 0\.3 seconds\. Try again/],
  "stops in the headers": [
    (socket) => socket.write("HTTP/1.1 200 OK\r\nx: "),
    "timeout",
    /has not begun to answer within/,
  ],
  "refuses, and stops before the body": [
    (socket) => socket.write(REFUSED),
    "http_400",
    /refused the request \(400\)/,
  ],
  "refuses, and stops in the body": [
    (socket) => socket.write(`${REFUSED}{"error":{"mess`),
    "http_400",
    /refused the request \(400\)/,
  ],
  "refuses byte by byte": [
    (socket) => socket.write(REFUSED) && trickle(socket, "x"),
    "http_400",
    /refused the request \(400\)/,
  ],
  "refuses, says why, and never ends": [
    (socket) => socket.write(REFUSED + MESSAGE),
    "asleep",
    /^The fox is asleep\. /,
  ],
  "refuses without end": [
    (socket) => socket.write(REFUSED.replace(/content-length: 9999/, "x: y")) && flood(socket),
    "http_400",
    /refused the request \(400\)/,
  ],
  "sends everybody to itself": [
    (socket) => socket.write(httpAnswer(307, "", { location: "/v1/responses" })),
    "http_307",
    /has moved \(307\)/,
  ],
}

for (const name of Object.keys(PROVIDERS)) {
  suite(`${name}: a run ends at a server that`, { concurrency: true, timeout: PATIENCE }, () => {
    for (const [what, [stall, code, message]] of Object.entries(STALLS)) {
      test(what, async (t) => {
        const { requests, provider } = await start(t, name, stall)
        const { last } = await ask(provider, ANY_REQUEST)

        assert.partialDeepStrictEqual(last, { type: "failed", code })
        assert.match(last?.type === "failed" ? last.message : "", message)
        assert.equal(requests.length, 1)
      })
    }

    test("never makes the connection secure", async (t) => {
      const { port } = await startRawServer(t, () => {})
      const provider = providerOf(name, settings(`https://127.0.0.1:${port}/v1`))
      const { last } = await ask(provider, ANY_REQUEST)

      assert.partialDeepStrictEqual(last, { type: "failed", code: "connection_failed", sent: false })
    })
  })
}

test("of an error no more is read than any error needs, however long it may take", {
  timeout: PATIENCE,
}, async (t) => {
  const { port } = await startRawServer(t, STALLS["refuses without end"]?.[0] as Stall)
  const provider = providerOf("chat_completions", {
    ...settings(`http://127.0.0.1:${port}/v1`),
    limits: { ...LIMITS, errorBody: 600_000 },
  })

  const { last } = await ask(provider, ANY_REQUEST)
  assert.partialDeepStrictEqual(last, { type: "failed", code: "http_400" })
})

test("an answer that is longer than any is not read to its end, however long it may take", {
  timeout: PATIENCE,
}, async (t) => {
  const { port } = await startRawServer(t, (socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"id":"asst_1"`,
    )
    for (let megabyte = 0; megabyte <= 32; megabyte++) socket.write(" ".repeat(1024 * 1024))
    socket.end("}")
  })
  const provider = providerOf("assistants", {
    ...settings(`http://127.0.0.1:${port}/v1`),
    limits: { ...LIMITS, call: 600_000 },
    idleTimeout: 600,
  }) as AssistantsProvider

  await assert.rejects(provider.createAssistant(ADA), { code: "unreadable_answer" })
})

test("a stream that goes on with signs of life after finish and usage has ended", {
  timeout: PATIENCE,
}, async (t) => {
  const chunks = [
    { choices: [{ delta: { content: "Once" }, finish_reason: "stop" }] },
    { choices: [], usage: { prompt_tokens: 20, completion_tokens: 10 } },
  ]
  const stream = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")
  const { provider } = await start(t, "chat_completions", (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${stream}`)
    trickle(socket, ": ping\n\n")
  })

  assert.equal((await ask(provider, ANY_REQUEST)).last?.type, "completed")
})

const CALLS: Record<string, (provider: AssistantsProvider) => Promise<unknown>> = {
  "an assistant is made": (provider) => provider.createAssistant(ADA),
  "an assistant is changed": (provider) => provider.updateAssistant("asst_1", ADA),
  "an assistant is deleted": (provider) => provider.deleteAssistant("asst_1"),
  "a thread is made": (provider) => provider.createThread(),
  "a thread is deleted": (provider) => provider.deleteThread("thread_1"),
  "a message is made": (provider) => provider.createMessage("thread_1", { role: "user", content: "Hello" }),
}
const CALL_STALLS: Record<string, Stall> = {
  ...Object.fromEntries(Object.entries(STALLS).map(([what, [stall]]) => [what, stall])),
  "answers, and stops in the body": (socket) => socket.write(`${ENDLESS}5\r\n{"id"\r\n`),
  "answers byte by byte": (socket) => socket.write(ENDLESS) && trickle(socket, "1\r\n \r\n"),
  "answers without end": (socket) =>
    socket.write(ENDLESS) && flood(socket, `10000\r\n${" ".repeat(65536)}\r\n`),
  "answers with a page": (socket) =>
    socket.write(httpAnswer(200, "<html></html>", { "content-type": "text/html" })),
}

for (const [what, call] of Object.entries(CALLS)) {
  suite(`${what}: that ends at a server that`, { concurrency: true, timeout: PATIENCE }, () => {
    for (const [how, stall] of Object.entries(CALL_STALLS)) {
      // Of what is changed or deleted, nothing is read.
      if (how === "answers with a page" && /changed|deleted/.test(what)) continue

      test(how, async (t) => {
        const { provider } = await start(t, "assistants", stall)
        await assert.rejects(call(provider as AssistantsProvider), { name: "Error", code: /./ })
      })
    }
  })
}

for (const [name, stream] of Object.entries({
  responses: 'data: {"type":"response.completed","response":{"id":"r","status":"completed","output":[]}}\n\n',
  chat_completions: 'data: {"choices":[{"delta":{"content":"Once"},"finish_reason":"stop"}]}\n\n',
  assistants: 'event: thread.run.completed\ndata: {"id":"run_1","status":"completed","usage":{}}\n\n',
})) {
  test(`${name}: a stream that stays open after its end has ended`, { timeout: PATIENCE }, async (t) => {
    const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
    const { provider, sockets } = await start(t, name, (socket) => socket.write(head + stream), 600)
    const { last } = await ask(provider, ANY_REQUEST)

    assert.equal(last?.type, "completed")
    for (const socket of sockets)
      if (!socket.closed) await new Promise((closed) => socket.on("close", closed))
  })
}

const ADA = {
  name: "Ada",
  model: "gpt-6-luna",
  description: null,
  instructions: "",
  maxPromptTokens: null,
  maxCompletionTokens: null,
}

function trickle(socket: Socket, bytes: string) {
  const timer = setInterval(() => socket.write(bytes), 20)
  socket.on("close", () => clearInterval(timer))
}

function flood(socket: Socket, bytes = "x".repeat(65536)) {
  while (!socket.destroyed && socket.write(bytes));
  socket.once("drain", () => flood(socket, bytes))
}

async function start(t: TestContext, name: string, stall: Stall, idleTimeout = IDLE) {
  const server = await startRawServer(t, stall)
  const provider = providerOf(name, { ...settings(`http://127.0.0.1:${server.port}/v1`), idleTimeout })
  return { ...server, provider }
}

function settings(baseURL: string) {
  return { apiKey: "sk-test", baseURL, idleTimeout: IDLE, limits: LIMITS }
}
