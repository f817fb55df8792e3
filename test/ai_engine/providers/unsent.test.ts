import assert from "node:assert/strict"
import { type TestContext, test } from "node:test"
import { setImmediate as nextTurn } from "node:timers/promises"
import { ConnectionTurns } from "../../../server/ai_engine/providers/http/connection_turns.ts"
import { createHttpFetch } from "../../../server/ai_engine/providers/http_fetch.ts"
import { freePort } from "../../support/free_port.ts"
import { inTime } from "../../support/in_time.ts"
import { httpAnswer, type RawRequest, startRawServer } from "../../support/raw_server.ts"
import { until } from "../../support/until.ts"
import { ANY_REQUEST, PROVIDERS, providerOf } from "./all_providers.ts"
import { ask } from "./asking.ts"

// What surely never arrived is asked again, once. What may have arrived may have been billed, and is not.

const POST = { method: "POST", body: '{"model":"gpt-6-luna","stream":true}' }

test("a server that comes back is asked again", async (t) => {
  const port = await freePort()
  const answered = createHttpFetch()(`http://127.0.0.1:${port}/v1/responses`, POST)
  const { requests } = await startRawServer(t, (socket) => socket.end(httpAnswer(200, "{}")), { port })

  assert.equal((await answered).status, 200)
  assert.equal(requests.length, 1)
})

test("a server that stays away is asked twice, and the failure says that nothing was sent", async () => {
  const port = await freePort()

  for (const address of [`http://127.0.0.1:${port}`, "http://no-such-host.invalid"]) {
    await assert.rejects(createHttpFetch()(`${address}/v1/responses`, POST), { name: "Error", sent: false })
  }
})

test("a connection that was closed while it lay idle costs nothing: the request is sent on another one", async (t) => {
  const { requests, sockets, httpFetch, url } = await start(t, (socket) =>
    socket.write(httpAnswer(200, "{}")),
  )
  await (await httpFetch(url, POST)).text()

  // The close is on its way when the next request begins.
  for (const socket of sockets) socket.destroy()
  const response = await httpFetch(url, POST)

  assert.equal(response.status, 200)
  assert.equal(requests.length, 2)
  assert.equal(sockets.size, 2)
})

test("a kept connection that is reset as soon as it is used again is taken for one that was closed", async (t) => {
  const { requests, httpFetch, url } = await start(t, (socket, { before }) =>
    before === 0 ? socket.write(httpAnswer(200, "{}")) : socket.resetAndDestroy(),
  )
  await (await httpFetch(url, POST)).text()

  const response = await httpFetch(url, POST)
  assert.equal(response.status, 200)
  assert.equal(requests.length, 3)
})

test("where several kept connections were closed, the second try does not take the next one of them", async (t) => {
  const { requests, sockets, httpFetch, url } = await start(t, (socket, { before }) =>
    before === 0 ? setTimeout(() => socket.write(httpAnswer(200, "{}")), 50) : socket.resetAndDestroy(),
  )
  const ask = async () => (await httpFetch(url, POST)).text()
  await Promise.all([ask(), ask(), ask()])
  assert.equal(sockets.size, 3)

  assert.equal(await ask(), "{}")
  assert.equal(requests.length, 5)
})

test("it is asked again once, and not twice", async (t) => {
  let answers = 1
  const { requests, httpFetch, url } = await start(t, (socket) =>
    answers-- > 0 ? socket.write(httpAnswer(200, "{}")) : socket.resetAndDestroy(),
  )
  await (await httpFetch(url, POST)).text()

  await assert.rejects(httpFetch(url, POST), { code: "ECONNRESET", sent: true })
  assert.equal(requests.length, 3)
})

test("a kept connection that is reset later, or after the first byte, may have been billed: it is asked no more", async (t) => {
  for (const end of [
    (socket: RawSocket) => setTimeout(() => socket.resetAndDestroy(), 1_500),
    (socket: RawSocket) => socket.end("HTTP/1.1 2"),
  ]) {
    const { requests, httpFetch, url } = await start(t, (socket, { before }) =>
      before === 0 ? socket.write(httpAnswer(200, "{}")) : end(socket),
    )
    await (await httpFetch(url, POST)).text()

    await assert.rejects(httpFetch(url, POST), { sent: true })
    assert.equal(requests.length, 2)
  }
})

for (const name of Object.keys(PROVIDERS)) {
  test(`${name}: a new connection that is reset, and every status of 500, are never asked again`, async (t) => {
    for (const answer of [
      (socket: RawSocket) => socket.resetAndDestroy(),
      (socket: RawSocket) => socket.destroySoon(),
      ...[500, 502, 504, 529].map((status) => (socket: RawSocket) => socket.end(httpAnswer(status, "{}"))),
    ]) {
      const { requests, port } = await start(t, answer)
      const provider = providerOf(name, { baseURL: `http://127.0.0.1:${port}/v1`, idleTimeout: 5 })
      const { last } = await ask(provider, ANY_REQUEST)

      assert.equal(last?.type, "failed")
      assert.equal("sent" in last, false)
      assert.equal(requests.length, 1)
    }
  })
}

test("connections are opened some at a time, in the order of their requests", async () => {
  const turns = new ConnectionTurns(2)
  const begun: number[] = []
  const leaves = [await turns.take(), await turns.take()]
  const waiting = [1, 2, 3].map(async (number) => {
    const leave = await turns.take()
    begun.push(number)
    return leave
  })
  await nextTurn()
  assert.deepEqual(begun, [])

  leaves[0]?.()
  await until(() => begun.length === 1)
  leaves[1]?.()
  await until(() => begun.length === 2)
  ;(await waiting[0])?.()
  await until(() => begun.length === 3)
  assert.deepEqual(begun, [1, 2, 3])

  for (const leave of await Promise.all(waiting.slice(1))) leave()
  const again = Promise.all([turns.take(), turns.take()])
  await inTime(again, "A turn that was left is not free.")
})

test("of a hundred requests at one moment, 32 connect at once", async (t) => {
  const { port, sockets } = await startRawServer(t, () => {})
  const over = new AbortController()
  const init = { ...POST, signal: over.signal }
  const httpFetch = createHttpFetch()
  const asked = Array.from({ length: 100 }, () =>
    httpFetch(`https://127.0.0.1:${port}/`, init).catch(() => {}),
  )

  await until(() => sockets.size >= 32)
  // Whatever else were to connect would be here by the time of this answer.
  await startAndAsk(t)
  assert.equal(sockets.size, 32)
  over.abort()
  await Promise.all(asked)
})

test("who gives up while it waits for its turn leaves it to the next", async () => {
  const turns = new ConnectionTurns(1)
  const leave = await turns.take()
  const givingUp = new AbortController()
  const given = turns.take(givingUp.signal)
  const next = turns.take()

  givingUp.abort()
  await assert.rejects(given, { name: "AbortError" })
  leave()
  const leaveNext = await inTime(next, "The turn went to who had given up.")
  leaveNext()
  await inTime(turns.take(), "A turn that was left is not free.")
})

async function startAndAsk(t: TestContext) {
  const { url } = await start(t, (socket) => socket.end(httpAnswer(200, "{}")))
  return (await fetch(url, POST)).text()
}

type RawSocket = Parameters<Parameters<typeof startRawServer>[1]>[0]

async function start(t: TestContext, answer: (socket: RawSocket, request: RawRequest) => unknown) {
  const server = await startRawServer(t, answer)
  return { ...server, httpFetch: createHttpFetch(), url: `http://127.0.0.1:${server.port}/v1/responses` }
}
