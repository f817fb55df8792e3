import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer, type IncomingMessage, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { type TestContext, test } from "node:test"
import { createHttpFetch, httpFetch } from "../../../server/ai_engine/providers/http_fetch.ts"
import { freePort } from "../../support/free_port.ts"
import { inTime } from "../../support/in_time.ts"
import { until } from "../../support/until.ts"

test("sends what it is given", async (t) => {
  const requests: { request: IncomingMessage; body: string }[] = []
  const url = await serve(t, async (request, response) => {
    requests.push({ request, body: await text(request) })
    response.end()
  })

  const headers = new Headers({ authorization: "Bearer sk-test", "content-type": "application/json" })
  await httpFetch(`${url}/answers?stream=true`, { method: "POST", headers, body: '{"fox":"🦊"}' })

  const [{ request, body } = { request: undefined, body: "" }] = requests
  assert.equal(request?.method, "POST")
  assert.equal(request?.url, "/answers?stream=true")
  assert.partialDeepStrictEqual(request?.headers, { authorization: "Bearer sk-test", "content-length": "14" })
  assert.equal(body, '{"fox":"🦊"}')
})

test("answers as fetch does", async (t) => {
  const url = await serve(t, (_, response) =>
    response.writeHead(202, { "content-type": "application/json", "x-request-id": "req_1" }).end('{"a":1}'),
  )

  const response = await httpFetch(url)

  assert.deepEqual([response.status, response.ok, response.statusText], [202, true, "Accepted"])
  assert.equal(response.headers.get("x-request-id"), "req_1")
  assert.deepEqual(await response.json(), { a: 1 })
})

test("an answer may have no body", async (t) => {
  const url = await serve(t, (_, response) => response.writeHead(204).end())

  const response = await httpFetch(url, { method: "DELETE" })
  assert.equal(response.body, null)
})

test("goes where it was sent, and nowhere else", async (t) => {
  const url = await serve(t, (_, response) => response.writeHead(308, { location: "/elsewhere" }).end())

  const response = await httpFetch(url, { method: "POST", body: "{}" })
  assert.equal(response.status, 308)
  assert.equal(response.headers.get("location"), "/elsewhere")
})

test("a signal that aborts ends it, before the answer and in the middle of it", async (t) => {
  const httpFetch = createHttpFetch({ limits: { lookUp: 600_000 } })
  const requested = Promise.withResolvers<void>()
  const hungUp: string[] = []
  const url = await serve(t, (request, response) => {
    if (request.url === "/begun") response.write("Once ")
    response.on("close", () => hungUp.push(String(request.url)))
    requested.resolve()
  })

  await assert.rejects(httpFetch(url, { signal: AbortSignal.abort() }), { name: "AbortError" })

  const connecting = new AbortController()
  const never = httpFetch(url, { signal: connecting.signal })
  connecting.abort()
  await assertAborted(never)

  const waiting = new AbortController()
  const silent = httpFetch(`${url}/silent`, { signal: waiting.signal })
  await requested.promise
  waiting.abort()
  await assertAborted(silent)

  const reading = new AbortController()
  const body = (await httpFetch(`${url}/begun`, { signal: reading.signal })).text()
  reading.abort()
  await assertAborted(body)
  await until(() => hungUp.includes("/silent") && hungUp.includes("/begun"))
})

function assertAborted(request: Promise<unknown>) {
  return assert.rejects(inTime(request, "It goes on."), { name: "AbortError" })
}

test("what goes wrong is thrown with its code: nobody there, no encryption, a connection that is lost", async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === "/begun") response.write("Once ")
    response.socket?.destroySoon()
  })

  await assert.rejects(httpFetch(`http://127.0.0.1:${await freePort()}`), { code: "ECONNREFUSED" })
  await assert.rejects(httpFetch(url.replace("http:", "https:")), { code: /EPROTO|ERR_SSL/ })
  await assert.rejects(httpFetch(url), { code: "ECONNRESET" })
  await assert.rejects((await httpFetch(`${url}/begun`)).text())
})

async function serve(t: TestContext, listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1")
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, "listening")
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
