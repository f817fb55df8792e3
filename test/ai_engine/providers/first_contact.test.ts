import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { connect, type Socket } from "node:net"
import { join } from "node:path"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { type TestContext, test } from "node:test"
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib"
import { createHttpFetch } from "../../../server/ai_engine/providers/http_fetch.ts"
import { httpAnswer, startRawServer } from "../../support/raw_server.ts"
import { startScriptedOpenAI, tells } from "../../support/scripted_openai.ts"
import { ANY_REQUEST, PROVIDERS, providerOf } from "./all_providers.ts"
import { ask } from "./asking.ts"

// A server that is met for the first time: other addresses, packings, certificates and proxies than were thought of.

const TLS = join(import.meta.dirname, "../../fixtures/tls")
const SECURE = { key: readFileSync(join(TLS, "key.pem")), cert: readFileSync(join(TLS, "certificate.pem")) }
const HTML = { "content-type": "text/html" }
const JSON_TYPE = { "content-type": "application/json" }

const OTHERS: Record<string, string> = {
  "a page": httpAnswer(200, "<!DOCTYPE html><html>It works!</html>", HTML),
  "a page of no type": httpAnswer(200, "\n <html>It works!</html>"),
  "nothing (204)": "HTTP/1.1 204 No Content\r\n\r\n",
  "nothing (200)": httpAnswer(200, ""),
  "plain text": httpAnswer(200, "Ollama is running", { "content-type": "text/plain" }),
  "other JSON": httpAnswer(200, '{"hello":"world"}', JSON_TYPE),
  "a list": httpAnswer(200, "[]", JSON_TYPE),
  "half of a JSON": httpAnswer(200, '{"choices":[', JSON_TYPE),
  bytes: httpAnswer(200, "\u0001\u0002\u0003", { "content-type": "application/octet-stream" }),
  ...Object.fromEntries(
    ["gzip", "deflate", "br", "zstd"].map((coding) => [
      `what is not ${coding}`,
      httpAnswer(200, "data: {}\n\n".repeat(9), { "content-encoding": coding }),
    ]),
  ),
  "no HTTP": "220 mail.example ESMTP\r\n\r\n",
}

for (const name of Object.keys(PROVIDERS)) {
  for (const [what, bytes] of Object.entries(OTHERS)) {
    test(`${name}: ${what} in place of an answer could not be read, and the address may be wrong`, async (t) => {
      const { port } = await startRawServer(t, (socket) => socket.end(bytes))
      const { last } = await ask(providerOf(name, settings(`http://127.0.0.1:${port}/v1`)), ANY_REQUEST)

      assert.partialDeepStrictEqual(last, { type: "failed", code: "unreadable_answer" })
      assert.match(JSON.stringify(last), /could not be read\. .*check its address, OPENAI_BASE_URL/)
    })
  }

  test(`${name}: an error with a status of 200 is told as the server tells it`, async (t) => {
    for (const body of [
      { error: { message: "The fox sleeps" } },
      { detail: "The fox sleeps" },
      { error: "The fox sleeps" },
    ]) {
      for (const type of ["application/json", "text/event-stream", "text/plain"]) {
        const answer = httpAnswer(200, JSON.stringify(body), { "content-type": type })
        const { port } = await startRawServer(t, (socket) => socket.end(answer))
        const { last, details } = await ask(
          providerOf(name, settings(`http://127.0.0.1:${port}/v1`)),
          ANY_REQUEST,
        )

        assert.match(JSON.stringify(last), /"message":"The fox sleeps\. Try again in a moment\."/)
        assert.equal(details?.status, 200)
      }
    }
  })
}

for (const [name, whole] of Object.entries({
  chat_completions: {
    id: "c",
    choices: [{ index: 0, message: { role: "assistant", content: "Once" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 3, completion_tokens: 1 },
  },
  responses: {
    id: "r",
    object: "response",
    status: "completed",
    output: [
      { type: "message", id: "m", role: "assistant", content: [{ type: "output_text", text: "Once" }] },
    ],
    usage: { input_tokens: 3, output_tokens: 1 },
  },
})) {
  test(`${name}: a whole answer in place of a stream is used`, async (t) => {
    const { port } = await startRawServer(t, (socket) =>
      socket.end(httpAnswer(200, JSON.stringify(whole), JSON_TYPE)),
    )
    const { last, text } = await ask(providerOf(name, settings(`http://127.0.0.1:${port}/v1`)), ANY_REQUEST)

    assert.equal(text, "Once")
    assert.partialDeepStrictEqual(last, { type: "completed", usage: { inputTokens: 3, outputTokens: 1 } })
  })
}

const STREAM =
  'data: {"choices":[{"delta":{"content":"Once 🦊"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'

for (const [coding, packed] of Object.entries({
  gzip: gzipSync(STREAM),
  "x-gzip": gzipSync(STREAM),
  deflate: deflateSync(STREAM),
  "deflate ": deflateRawSync(STREAM),
  br: brotliCompressSync(STREAM),
  zstd: zstdCompressSync(STREAM),
  "gzip, br": brotliCompressSync(gzipSync(STREAM)),
  identity: Buffer.from(STREAM),
})) {
  test(`a stream that comes packed (${coding}, ${packed.length} bytes) is unpacked`, async (t) => {
    const { port } = await startRawServer(t, (socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: ${coding}\r\ncontent-length: ${packed.length}\r\n\r\n`,
      )
      for (const byte of packed) socket.write(Buffer.of(byte))
    })
    const { text, last } = await ask(
      providerOf("chat_completions", settings(`http://127.0.0.1:${port}/v1`)),
      ANY_REQUEST,
    )
    assert.equal(text, "Once 🦊")
    assert.equal(last?.type, "completed")
  })
}

test("an error that comes packed is read, and what breaks off keeps its words", async (t) => {
  const error = gzipSync('{"error":{"message":"The fox sleeps"}}')
  const refusing = await startRawServer(t, (socket) => {
    socket.write(`HTTP/1.1 403 X\r\ncontent-encoding: gzip\r\ncontent-length: ${error.length}\r\n\r\n`)
    socket.end(error)
  })
  const { last } = await ask(
    providerOf("responses", settings(`http://127.0.0.1:${refusing.port}/v1`)),
    ANY_REQUEST,
  )
  assert.match(JSON.stringify(last), /The fox sleeps\. /)

  const cut = gzipSync(STREAM.repeat(50)).subarray(0, -12)
  const cutting = await startRawServer(t, (socket) => {
    socket.write("HTTP/1.1 200 X\r\ncontent-encoding: gzip\r\ncontent-type: text/event-stream\r\n\r\n")
    socket.end(cut)
  })
  assert.match(
    (await ask(providerOf("chat_completions", settings(`http://127.0.0.1:${cutting.port}/v1`)), ANY_REQUEST))
      .text,
    /^Once 🦊/,
  )
})

for (const name of Object.keys(PROVIDERS)) {
  test(`${name}: a certificate that nobody vouches for is named, and nothing is sent`, async (t) => {
    const { port, requests } = await startRawServer(t, () => {}, { secure: SECURE })
    const { last, details } = await ask(
      providerOf(name, settings(`https://127.0.0.1:${port}/v1`)),
      ANY_REQUEST,
    )

    assert.deepEqual(last, {
      type: "failed",
      code: "certificate_refused",
      message:
        "The model's server shows a certificate that is not trusted here: self-signed certificate. Whoever runs this site has to check it; NODE_EXTRA_CA_CERTS names authorities of one's own.",
      usage: null,
      sent: false,
    })
    assert.equal(details?.providerCode, "DEPTH_ZERO_SELF_SIGNED_CERT")
    assert.equal(requests.length, 0)
  })
}

test("a server that does not encrypt is told apart", async (t) => {
  const { port } = await startRawServer(t, () => {})
  const plain = createServer().listen(0, "127.0.0.1")
  t.after(() => plain.close())
  await once(plain, "listening")
  const { last } = await ask(
    providerOf("responses", settings(`https://127.0.0.1:${(plain.address() as AddressInfo).port}/v1`)),
    ANY_REQUEST,
  )

  assert.ok(port)
  assert.match(JSON.stringify(last), /does not speak TLS as we do.*may have to begin with http/)
})

test("headers of one's own are sent with every request, and take the key's place", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  const ownHeaders = { "api-key": "k-1", "x-team": "tales" }
  const provider = providerOf("assistants", { ...settings(openai.url), headers: ownHeaders })
  await provider.createThread()
  await ask(provider, ANY_REQUEST)

  for (const { headers } of openai.requests) {
    assert.partialDeepStrictEqual(headers, ownHeaders)
    assert.equal(headers.authorization, undefined)
  }
  const bearing = providerOf("responses", {
    ...settings(openai.url),
    apiKey: "sk-1",
    headers: { Authorization: "Bearer other" },
  })
  await ask(bearing, ANY_REQUEST)
  assert.equal(openai.requests.at(-1)?.headers.authorization, "Bearer other")
})

test("a server echoing a header of one's own shows it to nobody, whatever its form", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  const own = { "x-pass": "Basic Zm94OlNlY3JldDc=", "x-word": "our Secret7+word/7" }
  const forms = [
    own["x-pass"],
    "Zm94OlNlY3JldDc=",
    own["x-word"],
    encodeURIComponent("Secret7+word/7"),
    Buffer.from(own["x-word"]).toString("base64"),
  ]
  openai.script((reply) =>
    reply.refuse(403, { error: { message: forms.join(" and "), code: "Secret7+word/7" } }),
  )

  const { events } = await ask(
    providerOf("responses", { ...settings(openai.url), headers: own }),
    ANY_REQUEST,
  )
  assert.match(JSON.stringify(events), /\[key\] and \[key\]/)
  for (const form of [...forms, "Secret7"])
    assert.doesNotMatch(JSON.stringify(events), new RegExp(RegExp.escape(form)))
})

test("a proxy is asked, by its name for each scheme, and what NO_PROXY names goes straight", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  const { port, seen } = await startProxy(t, openai.url)
  const proxy = `http://us:Secret7@127.0.0.1:${port}`
  const proxies = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: "127.0.0.1" }

  openai.script(tells("Through"), tells("Straight"))
  const through = providerOf("responses", { ...settings("http://model.example/v1"), proxies })
  assert.equal((await ask(through, ANY_REQUEST)).text, "Through")
  const straight = providerOf("responses", { ...settings(openai.url), proxies })
  assert.equal((await ask(straight, ANY_REQUEST)).text, "Straight")
  assert.deepEqual(seen, ["POST http://model.example/v1/responses"])
})

test("through a proxy, a secure connection is made with the server itself", async (t) => {
  const server = await startRawServer(t, (socket) => socket.end(httpAnswer(200, "{}")), { secure: SECURE })
  const { port, seen } = await startProxy(t, `https://127.0.0.1:${server.port}`)
  const { last, details } = await ask(
    providerOf("responses", {
      ...settings("https://localhost:444/v1"),
      proxies: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
    }),
    ANY_REQUEST,
  )
  assert.equal(details?.providerCode, "DEPTH_ZERO_SELF_SIGNED_CERT")
  assert.equal(last?.type === "failed" && last.sent, false)
  assert.deepEqual(seen, ["CONNECT localhost:444"])
})

test("a proxy that refuses, or never answers, is named, and nothing was sent", async (t) => {
  const refusing = await startRawServer(t, (socket) =>
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
  )
  const silent = await startRawServer(t, () => {})

  for (const [port, message] of [
    [refusing.port, /The proxy does not let us through.*HTTPS_PROXY and NO_PROXY/],
    [silent.port, /can't be reached/],
  ] as const) {
    const proxies = { HTTPS_PROXY: `http://us:Secret7@127.0.0.1:${port}` }
    const provider = providerOf("responses", {
      ...settings("https://model.example/v1"),
      proxies,
      limits: { connect: 300 },
    })
    const { last, details } = await ask(provider, ANY_REQUEST)

    assert.match(JSON.stringify(last), message)
    assert.equal(last?.type === "failed" && last.sent, false)
    assert.doesNotMatch(JSON.stringify(details), /Secret7/)
  }
})

test("however long an answer may be silent, no timer of Node's own is shorter", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  openai.script((reply) => reply.begin())
  const response = await createHttpFetch({ limits: { streamStart: 3_600_000 } })(`${openai.url}/responses`, {
    method: "POST",
    body: "{}",
  })
  const { socket } = response.incoming as unknown as { socket: Socket }

  // What it is for connections that lie idle ends none that is in use.
  socket.emit("timeout")
  assert.equal(socket.destroyed, false)
  response.incoming.destroy()
})

function settings(baseURL: string) {
  return { baseURL, idleTimeout: 5 }
}

/** Sends everything to `target`, whatever was asked for. */
async function startProxy(t: TestContext, target: string) {
  const seen: string[] = []
  const { hostname, port } = new URL(target)
  const proxy = createServer(async (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    const { pathname } = new URL(String(request.url))
    const body = (await Array.fromAsync(request)).join("")
    const answer = await fetch(`http://${hostname}:${port}${pathname}`, { method: "POST", body })
    response.writeHead(answer.status, { "content-type": String(answer.headers.get("content-type")) })
    response.end(await answer.text())
  })
  proxy.on("connect", (request, client) => {
    seen.push(`CONNECT ${request.url}`)
    const server = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n")
      server.pipe(client).pipe(server)
    })
    server.on("error", () => client.destroy())
    client.on("error", () => server.destroy())
  })
  proxy.listen(0, "127.0.0.1")
  await once(proxy, "listening")
  t.after(() => {
    proxy.close()
    proxy.closeAllConnections()
  })
  return { port: (proxy.address() as AddressInfo).port, seen }
}
