import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { type TestContext, test } from "node:test"
import { setImmediate as turn } from "node:timers/promises"
import { WebSocket } from "ws"
import { attachCable } from "../../server/cable/cable_endpoint.ts"
import { MemoryLog } from "../../server/cable/memory_log.ts"
import type { Reader, Revalidate } from "../../server/cable/readers.ts"
import type { Refusal } from "../../server/cable/refusal.ts"
import { logger } from "../../server/lib/logger.ts"
import { until } from "../support/until.ts"
import { event } from "./support.ts"

const DELETED: Refusal = { status: 404, reason: "This thread was deleted." }
/** Milliseconds. */
const SECOND = 1_000

test("who may no longer read is told so and closed within a second; the others read on", async (t) => {
  const { log, listen, refuse } = await serve(t)
  const [ada, bob] = [await listen(1), await listen(2)]

  refuse(({ userId }) => (userId === 1 ? DELETED : undefined))
  t.mock.timers.tick(SECOND)
  await until(() => ada.closed)
  assert.deepEqual(ada.closed, { code: 4404, reason: "This thread was deleted." })

  await log.append("stream", event("1"))
  await until(() => bob.frames === 1)
  assert.equal(ada.frames, 0)
  assert.equal(bob.closed, undefined)
})

test("all readers of a process are asked about at once, round by round, and nobody where there is nobody", async (t) => {
  const { listen, rounds, nextRound } = await serve(t)
  t.mock.timers.tick(SECOND)
  await Promise.all(Array.from({ length: 20 }, (_, index) => listen(index)))

  for (const _ of [1, 2, 3]) await nextRound()
  assert.deepEqual(rounds, [20, 20, 20])
})

test("a round that takes long is not overtaken by the next", async (t) => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  let asked = 0
  const { listen } = await serve(t, {
    revalidate: async () => {
      asked += 1
      await answered
      return new Map()
    },
  })
  await listen(1)
  for (const _ of [1, 2, 3, 4, 5]) t.mock.timers.tick(SECOND)
  assert.equal(asked, 1)

  answer()
  await until(() => {
    t.mock.timers.tick(SECOND)
    return asked > 1
  })
})

test("where nobody knows who may read, everybody reads on and is asked about again, which is said once", async (t) => {
  const warn = t.mock.method(logger, "warn", () => {})
  let failures = 0
  let refusal: Refusal | undefined
  const { listen } = await serve(t, {
    revalidate: async (readers) => {
      if (failures < 3) {
        failures += 1
        throw new Error("The database is away")
      }
      return new Map(readers.flatMap((reader) => (refusal ? [[reader, refusal]] : [])))
    },
  })
  const ada = await listen(1)

  const passing = () => t.mock.timers.tick(SECOND)
  await until(() => {
    passing()
    return failures === 3
  })
  assert.equal(warn.mock.callCount(), 1)
  assert.equal(ada.closed, undefined)
  refusal = DELETED
  await until(() => {
    passing()
    return ada.closed
  })
})

test("a peer that does not answer is closed all the same, and sent nothing more", async (t) => {
  const { listen, refuse, open, nextRound } = await serve(t)
  const deaf = await listen(1)
  deaf.socket.pause()

  refuse(() => DELETED)
  await nextRound()
  await turn()
  t.mock.timers.tick(SECOND)
  await until(() => open() === 0)
})

test("a user has so many sockets; one more is told why, and comes in when one has closed", async (t) => {
  const { listen } = await serve(t, { socketsPerUser: 3 })
  const [first] = [await listen(1), await listen(1), await listen(1)]
  const tooMany = await listen(1)

  await until(() => tooMany.closed)
  assert.deepEqual(tooMany.closed, {
    code: 4429,
    reason: "You have 3 pages open that are kept up to date. Close one, and this one goes on.",
  })
  const other = await listen(2)
  await until(() => other.served || other.closed)
  assert.equal(other.closed, undefined)

  first?.socket.close()
  await until(async () => {
    const next = await listen(1)
    await until(() => next.served || next.closed)
    return next.served
  })
})

type Options = { revalidate?: Revalidate; socketsPerUser?: number }

async function serve(t: TestContext, { revalidate, socketsPerUser = 50 }: Options = {}) {
  t.mock.timers.enable({ apis: ["setInterval", "setTimeout"] })
  const [server, log] = [createServer(), new MemoryLog()]
  const rounds: number[] = []
  let refusalOf: (reader: Reader) => Refusal | undefined = () => undefined
  const cable = attachCable(server, {
    log,
    authorize: async ({ headers }) => {
      const reader = { userId: Number(headers["user-id"]), sessionId: 1, stream: "stream" }
      return { status: 101, stream: "stream", cursor: "", reader }
    },
    revalidate:
      revalidate ??
      (async (readers) => {
        rounds.push(readers.length)
        return new Map(readers.flatMap((reader) => pairOf(reader, refusalOf(reader))))
      }),
    socketsPerUser,
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/cable`
  const connections = new Set<unknown>()
  const clients: WebSocket[] = []

  server.on("connection", (socket) => {
    connections.add(socket)
    socket.on("close", () => connections.delete(socket))
  })
  t.after(async () => {
    for (const client of clients) client.terminate()
    await cable.close()
    await log.close()
    server.close()
  })

  async function listen(userId: number) {
    const socket = new WebSocket(url, { headers: { "User-Id": String(userId) } })
    const client = {
      socket,
      frames: 0,
      served: false,
      closed: undefined as { code: number; reason: string } | undefined,
    }
    clients.push(socket)
    socket.on("message", (data) => {
      client.served = true
      if (String(data).includes("<template>")) client.frames += 1
    })
    socket.on("close", (code, reason) => {
      client.closed = { code, reason: String(reason) }
    })
    await once(socket, "open")
    return client
  }

  /** A second passes, and again where the round before had not ended. */
  async function nextRound() {
    const { length } = rounds
    await until(() => {
      if (rounds.length === length) t.mock.timers.tick(SECOND)
      return rounds.length > length
    })
  }

  return {
    log,
    listen,
    rounds,
    nextRound,
    open: () => connections.size,
    refuse: (refuse: typeof refusalOf) => {
      refusalOf = refuse
    },
  }
}

function pairOf(reader: Reader, refusal: Refusal | undefined): [Reader, Refusal][] {
  return refusal ? [[reader, refusal]] : []
}
