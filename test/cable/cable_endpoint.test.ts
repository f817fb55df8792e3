import assert from "node:assert/strict"
import { randomBytes, randomUUID } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import { connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text as readText } from "node:stream/consumers"
import { type TestContext, test } from "node:test"
import { setImmediate as turn } from "node:timers/promises"
import { type ClientOptions, WebSocket } from "ws"
import { type Authorize, attachCable } from "../../server/cable/cable_endpoint.ts"
import type { CableLog } from "../../server/cable/cable_log.ts"
import { HEARTBEAT } from "../../server/cable/keep_alive.ts"
import { MemoryLog } from "../../server/cable/memory_log.ts"
import { until } from "../support/until.ts"
import { cursorOf, event, text } from "./support.ts"

/** Hardly to be compressed. */
const LARGE = randomBytes(48 * 1024).toString("base64")

/** Milliseconds from one sign of life to the next. */
const BEAT = 15_000

const welcome: Authorize = async (request) => {
  const cursor = new URL(request.url ?? "", "http://cable").searchParams.get("cursor") ?? ""
  return { status: 101, stream: "thread_1", cursor }
}

test("a socket gets what it missed and what comes, as plain Turbo Streams", async (t) => {
  const { log, listen } = await serve(t)
  const start = await log.position("thread_1")
  await log.append("thread_1", event("1"))

  const client = await listen(start)
  await log.append("thread_1", event("2"))
  await until(() => client.frames.length === 2)
  assert.deepEqual(client.frames.map(text), ["1", "2"])
  assert.match(client.frames[1] ?? "", /^<turbo-stream [^>]*cursor="\d+-\d+"[^>]*><template>2<\/template>/)
})

test("what a socket says is ignored, unless it says too much", async (t) => {
  const { log, listen } = await serve(t)
  const client = await listen(await log.position("thread_1"))

  client.socket.send("hello")
  await log.append("thread_1", event("1"))
  await until(() => client.frames.length === 1)

  client.socket.send("x".repeat(5000))
  assert.equal(await until(() => client.code), 1009)
})

for (const status of [400, 401, 403] as const) {
  test(`a refusal is told as HTTP ${status}, with its reason`, async (t) => {
    const { url } = await serve(t, { authorize: async () => ({ status, reason: "Naïve, but no." }) })
    const response = await refusal(`${url}/cable`)

    assert.equal(response.statusCode, status)
    assert.equal(await readText(response), "Naïve, but no.")
  })
}

test("failing to decide is a 503", async (t) => {
  const authorize = async () => {
    throw new Error("The database is away")
  }
  const { url } = await serve(t, { authorize })
  const response = await refusal(`${url}/cable`)

  assert.equal(response.statusCode, 503)
  assert.doesNotMatch(await readText(response), /database/)
})

test("there is no other path to upgrade", async (t) => {
  const { url } = await serve(t)

  assert.equal((await refusal(`${url}/cables`)).statusCode, 404)
  assert.equal((await refusal(`${url}//`)).statusCode, 404)
})

test("a log out of reach closes the socket, to come back later", async (t) => {
  const log = new MemoryLog()
  log.subscribe = async () => {
    throw new Error("Redis does not answer.")
  }
  const { listen } = await serve(t, { log })

  const client = await listen("")
  assert.equal(await until(() => client.code), 1013)
})

test("a log that closes closes its sockets, to come back later", async (t) => {
  const { log, listen } = await serve(t)
  const client = await listen(await log.position("thread_1"))

  await log.close()
  assert.equal(await until(() => client.code), 1013)
})

test("of who has left, also while they were let in, nothing is kept", async (t) => {
  const log = new MemoryLog()
  const { subscribe } = log
  const { promise: letIn, resolve: goOn } = Promise.withResolvers<void>()
  let listeners = 0
  log.subscribe = async (...place) => {
    if (listeners === 1) await letIn
    const unsubscribe = await subscribe.apply(log, place)
    listeners += 1
    return () => {
      listeners -= 1
      unsubscribe()
    }
  }
  const { listen, open } = await serve(t, { log })
  const reading = await listen("")
  await until(() => listeners === 1)
  const hasty = await listen("")
  hasty.socket.terminate()
  await until(() => open() === 1)

  goOn()
  reading.socket.terminate()
  await until(() => open() === 0 && listeners === 0)
})

test("a peer that no longer answers is terminated", async (t) => {
  const { path, open } = await serve(t)
  const dead = connect(path)

  dead.write("GET /cable HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
  dead.write("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
  await once(
    dead.on("error", () => {}),
    "data",
  )
  t.mock.timers.tick(BEAT)
  assert.equal(open(), 1)
  t.mock.timers.tick(BEAT)
  await until(() => open() === 0)
})

test("a peer that answers is kept, and told now and then that the line is alive", async (t) => {
  const { log, listen, beat } = await serve(t)
  const alive = await listen(await log.position("thread_1"))
  let pings = 0
  alive.socket.on("ping", () => {
    pings += 1
  })

  for (const _ of [1, 2, 3]) await beat()
  await until(() => alive.frames.length === 3)
  assert.equal(pings, 3)
  assert.deepEqual(new Set(alive.frames), new Set([HEARTBEAT]))
  assert.equal(alive.socket.readyState, WebSocket.OPEN)
})

test("who reads slowly gets all at its own pace, and little is kept for it", async (t) => {
  const { log, listen, kept } = await serve(t)
  const count = 100
  const client = await listen(await log.position("thread_1"))

  client.socket.pause()
  for (let i = 0; i < count; i++) {
    await log.append("thread_1", event(`${i} ${LARGE}`))
    assert.ok(kept() < 3 * LARGE.length, `${kept()} bytes`)
  }

  while (client.frames.length < count) {
    const { length } = client.frames
    client.socket.resume()
    await until(() => client.frames.length > length)
    client.socket.pause()
  }
  assert.deepEqual(client.frames.map(number), numbers(count))
})

test("a hundred who stop reading are dropped, cost little, and miss nothing by coming back", async (t) => {
  const { log, listen, kept, open } = await serve(t)
  const [readers, count] = [100, 24]
  const start = await log.position("thread_1")
  const clients = await Promise.all(Array.from({ length: readers }, () => listen(start)))

  for (const { socket } of clients) socket.pause()
  for (let i = 0; i < count; i++) {
    await log.append("thread_1", event(`${i} ${LARGE.slice(0, 32 * 1024)}`))
    assert.ok(kept() < readers * 2 * LARGE.length, `${kept()} bytes`)
    await turn()
  }
  for (const _ of [1, 2]) t.mock.timers.tick(BEAT)
  await until(() => open() === 0)
  assert.equal(kept(), 0)

  await Promise.all(clients.map(comeBack))
  for (const { frames } of clients) assert.deepEqual(storiesOf(frames).map(number), numbers(count))

  async function comeBack({ socket, frames }: (typeof clients)[number]) {
    socket.resume()
    await once(socket, "close")
    assert.ok(storiesOf(frames).length < count)

    while (storiesOf(frames).length < count) {
      const again = await listen(cursorOf(storiesOf(frames).at(-1) ?? "") || start)
      await until(() => again.code ?? storiesOf(frames).length + storiesOf(again.frames).length === count)
      frames.push(...again.frames)
      again.socket.terminate()
    }
  }
})

test("a whole message travels compressed, growth as it is", async (t) => {
  const { log, listen, sent } = await serve(t)
  const client = await listen(await log.position("thread_1"))
  const [whole, growth] = [event("once upon a time ".repeat(1000)), event("once upon a time ".repeat(10))]

  const start = sent()
  await log.append("thread_1", whole)
  await until(() => client.frames.length === 1)
  const between = sent()
  await log.append("thread_1", growth)
  await until(() => client.frames.length === 2)

  assert.equal(text(client.frames[0] ?? ""), text(whole.html))
  assert.ok(between - start < whole.html.length / 10)
  assert.ok(sent() - between > growth.html.length)
})

test("messages of every length arrive whole and in order, compressed or not", async (t) => {
  const { log, listen, beat } = await serve(t)
  const start = await log.position("thread_1")
  const clients = await Promise.all([listen(start), listen(start, { perMessageDeflate: false })])
  const lengths = [0, 1, 15, 16, 17, 18, 19, 20, 60, 1900, 2048, 4000, 65_000, 65_536, 200_000]
  const stories = lengths.map((length) => "ж🌙x ".repeat(length / 5).padEnd(length, "-"))

  for (const story of stories) {
    await log.append("thread_1", event(story))
    await beat()
  }
  for (const client of clients) {
    await until(() => storiesOf(client.frames).length === stories.length)
    assert.deepEqual(storiesOf(client.frames).map(text), stories)
  }
})

test("closing says goodbye to all, also to who does not answer", async (t) => {
  const { log, listen, cable, open, sent } = await serve(t, { apis: ["setInterval", "setTimeout"] })
  const start = await log.position("thread_1")
  const [polite, deaf] = [await listen(start), await listen(start)]
  deaf.socket.pause()

  const closing = cable.close()
  await until(() => polite.code)
  assert.equal(polite.code, 1001)
  await until(() => open() === 1)

  // Nothing follows a goodbye.
  const bytes = sent()
  await log.append("thread_1", event("1"))
  assert.equal(sent(), bytes)

  t.mock.timers.tick(1_000)
  await until(() => open() === 0)
  await closing
})

test("who comes when it has closed is told to come back, not that a proxy is in the way", async (t) => {
  const { url, cable } = await serve(t)

  await cable.close()
  assert.equal((await refusal(`${url}/cable`)).statusCode, 503)
})

type Options = { log?: CableLog; authorize?: Authorize; apis?: ("setInterval" | "setTimeout")[] }

async function serve(
  t: TestContext,
  { log = new MemoryLog(), authorize = welcome, apis = ["setInterval"] }: Options = {},
) {
  t.mock.timers.enable({ apis })
  const server = createServer()
  const cable = attachCable(server, { log, authorize })
  // What the system buffers for such a socket is little, and the same everywhere.
  const path = join(tmpdir(), `${randomUUID()}.sock`)
  await once(server.listen(path), "listening")
  const url = `ws+unix:${path}:`
  const sockets = new Set<Socket>()
  const clients: WebSocket[] = []

  t.after(async () => {
    for (const client of clients) client.terminate()
    await cable.close()
    await log.close()
    server.close()
  })

  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })

  /** Bytes that this process keeps for all its sockets. */
  function kept() {
    return [...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0)
  }

  /** Bytes that they were sent. */
  function sent() {
    return [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0)
  }

  function open() {
    return sockets.size
  }

  /** Time for a sign of life, which all who are there answer. */
  async function beat() {
    const heard = [...sockets].map((socket) => [socket, socket.bytesRead] as const)
    t.mock.timers.tick(BEAT)
    await until(() => heard.every(([socket, before]) => socket.bytesRead > before))
  }

  async function listen(cursor: string, options?: ClientOptions) {
    const socket = new WebSocket(`${url}/cable?stream=any&cursor=${cursor}`, options)
    const client = { socket, frames: [] as string[], code: undefined as number | undefined }

    clients.push(socket)
    socket.on("message", (data) => client.frames.push(String(data)))
    socket.on("close", (code) => {
      client.code = code
    })
    await once(socket, "open")
    return client
  }

  return { log, cable, url, path, listen, kept, sent, open, beat }
}

function numbers(count: number) {
  return Array.from({ length: count }, (_, i) => `${i}`)
}

function number(html: string) {
  return text(html)?.split(" ")[0]
}

function storiesOf(frames: string[]) {
  return frames.filter((html) => html !== HEARTBEAT)
}

async function refusal(url: string): Promise<IncomingMessage> {
  const socket = new WebSocket(url)
  const letIn = once(socket, "open").then(() => Promise.reject(new Error(`${url} was let in.`)))
  const [, response] = await Promise.race([once(socket, "unexpected-response"), letIn])
  return response
}
