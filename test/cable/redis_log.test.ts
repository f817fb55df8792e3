import assert from "node:assert/strict"
import { after, before, beforeEach, test } from "node:test"
import { Redis } from "ioredis"
import {
  LogUnavailable,
  MessageNotOpen,
  RETENTION,
  Superseded,
  type Told,
} from "../../server/cable/cable_log.ts"
import { RedisLog } from "../../server/cable/redis_log.ts"
import { startRedis, type TestRedis } from "../support/redis.ts"
import { until } from "../support/until.ts"
import { startForgetfulProxy } from "./forgetful_proxy.ts"
import { content, event, listen, streamName } from "./support.ts"

let redis: TestRedis
let admin: Redis
let log: RedisLog
let stream: string

before(async () => {
  redis = await startRedis()
  admin = new Redis(redis.url).on("error", () => {})
  log = new RedisLog(redis.url)
})

beforeEach(() => {
  stream = streamName()
})

after(async () => {
  await log.close()
  admin.disconnect()
  await redis.stop()
})

test("what one process appends, another receives", async (t) => {
  const other = new RedisLog(redis.url)
  t.after(() => other.close())
  const listener = await listen(other, stream, await other.position(stream))

  await log.append(stream, event("1"))
  await until(() => listener.frames.length === 1)
  assert.deepEqual(listener.texts, ["1"])
})

test("many who listen to one stream share one channel, which ends with the last of them", async () => {
  const channel = `cable:${stream}`
  const listeners = await Promise.all([1, 2, 3].map(() => listen(log, stream, "")))
  assert.deepEqual(await admin.pubsub("NUMSUB", channel), [channel, 1])

  for (const listener of listeners) listener.unsubscribe()
  await until(async () => (await admin.pubsub("NUMSUB", channel))[1] === 0)
})

test("a stream that idles vanishes, all of it, when nobody can come back to it any more", async () => {
  await log.append(stream, content("snapshot", "message_1", "a"))
  const keys = await admin.keys(`*${stream}*`)
  assert.equal(keys.length, 3)

  for (const key of keys) {
    const remaining = await admin.pttl(key)
    assert.ok(remaining > RETENTION && remaining <= RETENTION * 1.05, `${key}: ${remaining} ms`)
  }
})

test("what waits for its moment, or is on its way, still goes out when its process stops", async (t) => {
  const other = new RedisLog(redis.url)
  const listener = await listen(log, stream, await log.position(stream))
  const appends = Promise.all(["1", "2", "3"].map((text) => other.append(stream, event(text))))
  t.after(() => appends.catch(() => {}))

  await other.close()
  await until(() => listener.frames.length === 3)
  assert.deepEqual(listener.texts, ["1", "2", "3"])
})

test("a delta prolongs all of its stream that was not prolonged for a while", async () => {
  const snapshot = await log.append(stream, content("snapshot", "message_1", "a"))
  const keys = await admin.keys(`*${stream}*`)
  const remaining = () => Promise.all(keys.map((key) => admin.pttl(key)))
  assert.equal(Math.min(...(await remaining())) > RETENTION, true)

  for (const key of keys) await admin.pexpire(key, RETENTION / 2)
  await log.append(stream, content("delta", "message_1", "b"))
  assert.equal(Math.max(...(await remaining())) <= RETENTION / 2, true)

  await admin.hset(
    `cable:messages:${stream}`,
    "message_1",
    `1 open ${snapshot} ${Date.now() - RETENTION / 2}`,
  )
  await log.append(stream, content("delta", "message_1", "c"))
  assert.equal(Math.min(...(await remaining())) > RETENTION, true)
})

test("of a finished message no words are left beside its frame", async () => {
  await log.append(stream, content("snapshot", "message_1", "a"))
  await log.append(stream, content("final", "message_1", "ab"))

  assert.deepEqual(await admin.keys(`cable:text:${stream}:*`), [])
  assert.equal(await admin.xlen(`cable:log:${stream}`), 1)
})

test("nothing is lost or doubled when the Pub/Sub connection drops again and again", async () => {
  const listener = await listen(log, stream, await log.position(stream))
  const texts = Array.from({ length: 300 }, (_, i) => `${i}`)

  for (const text of texts) {
    await log.append(stream, event(text))
    if (Number(text) % 30 === 0) await admin.call("CLIENT", "KILL", "TYPE", "pubsub")
  }
  await until(() => listener.texts.at(-1) === "299")
  assert.deepEqual(listener.texts, texts)
})

test("who can't be told what was missed is told to come back", async () => {
  const listener = await listen(log, stream, await log.position(stream))
  await admin.set(`cable:log:${stream}`, "unreadable")

  await admin.call("CLIENT", "KILL", "TYPE", "pubsub")
  await until(() => listener.closed)
})

test("nothing is lost, doubled or swapped when the connection drops while appends are on their way", async () => {
  const start = await log.position(stream)
  const texts = Array.from({ length: 1000 }, (_, i) => `${i}`)
  const appends: Promise<string>[] = []

  for (const text of texts) {
    appends.push(log.append(stream, event(text)))
    if (Number(text) % 100 === 0) await admin.call("CLIENT", "KILL", "TYPE", "normal")
  }
  await Promise.all(appends)
  const listener = await listen(log, stream, start)
  await until(() => listener.frames.length >= 1000)
  assert.deepEqual(listener.texts, texts)
})

test("an append whose reply was lost is not made again", async (t) => {
  const proxy = await startForgetfulProxy(redis.url)
  const unlucky = new RedisLog(proxy.url)
  t.after(() => unlucky.close().finally(proxy.stop))
  const start = await unlucky.position(stream)

  proxy.forgetNextReply()
  await Promise.all(["1", "2", "3"].map((text) => unlucky.append(stream, event(text))))
  assert.deepEqual((await listen(log, stream, start)).texts, ["1", "2", "3"])
})

test("calls give up after two seconds on a Redis that does not answer, and the append is made once when it does", async (t) => {
  const start = await log.position(stream)
  const listener = await listen(log, stream, start)
  redis.pause()
  t.after(() => redis.resume())

  t.mock.timers.enable({ apis: ["setTimeout"] })
  const calls = [
    log.append(stream, event("1")),
    log.position(stream),
    listen(log, stream, start),
    log.check(),
  ]
  let givenUp = 0
  for (const call of calls) {
    call.catch((error) => {
      if (error instanceof LogUnavailable) givenUp += 1
    })
  }
  t.mock.timers.tick(2_000)
  await until(() => givenUp === calls.length)
  t.mock.timers.reset()

  redis.resume()
  await log.append(stream, event("2"))
  await until(() => listener.frames.length === 2)
  assert.deepEqual(listener.texts, ["1", "2"])
  assert.deepEqual((await listen(log, stream, start)).texts, ["1", "2"])
})

test("a log that was lost with its Redis is noticed by all", async () => {
  const snapshot = await log.append(stream, content("snapshot", "message_1", "a"))
  const listener = await listen(log, stream, snapshot)
  await redis.restart()

  await until(() => listener.frames.length === 1)
  assert.deepEqual(listener.texts, ["refresh"])
  assert.deepEqual((await listen(log, stream, snapshot)).texts, ["refresh"])
  await assert.rejects(log.append(stream, content("delta", "message_1", "b")), MessageNotOpen)

  await log.append(stream, content("snapshot", "message_1", "ab"))
  await until(() => listener.frames.length === 2)
  assert.deepEqual(listener.texts, ["refresh", "ab"])
})

test("another run of Redis is another log, whatever it kept of this one", async () => {
  const snapshot = await log.append(stream, content("snapshot", "message_1", "a"))
  await nextMillisecond()
  await admin.hset("cable:birth", "run", "an earlier one")

  const position = await log.position(stream)
  assert.deepEqual((await listen(log, stream, position)).texts, [])
  assert.deepEqual((await listen(log, stream, snapshot)).texts, ["refresh"])
  await assert.rejects(log.append(stream, content("delta", "message_1", "b")), MessageNotOpen)
})

for (const [what, refused] of [
  ["an event", event("1")],
  ["an end", content("final", "message_1", "a")],
] as const) {
  test(`${what} that a full Redis refuses is made up for by a refresh, once, as soon as there is room`, async () => {
    const start = await log.position(stream)
    const listener = await listen(log, stream, start)

    await redis.command("CONFIG", "SET", "maxmemory", "1")
    for (const _ of [1, 2]) await assert.rejects(log.append(stream, refused), LogUnavailable)
    assert.deepEqual(listener.texts, [])
    await redis.command("CONFIG", "SET", "maxmemory", "0")

    await until(() => listener.frames.length === 1)
    await log.append(stream, event("2"))
    await until(() => listener.frames.length === 2)
    assert.deepEqual(listener.texts, ["refresh", "2"])
    assert.deepEqual((await listen(log, stream, start)).texts, ["refresh", "2"])
  })
}

test("an end that is refused because another writes the message by now needs no refresh", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const listener = await listen(log, stream, await log.position(stream))
  await log.append(stream, content("final", "message_1", "a", { writer: 2 }))

  await assert.rejects(log.append(stream, content("final", "message_1", "late")), Superseded)
  t.mock.timers.tick(1_000)
  await log.append(stream, event("1"))
  await until(() => listener.texts.includes("1"))
  assert.deepEqual(listener.texts, ["a", "1"])
})

test("of what a full Redis refuses, words need no refresh: their writer begins anew", async () => {
  const listener = await listen(log, stream, await log.position(stream))
  await redis.command("CONFIG", "SET", "maxmemory", "1")
  await assert.rejects(log.append(stream, content("snapshot", "message_1", "a")), LogUnavailable)
  await redis.command("CONFIG", "SET", "maxmemory", "0")

  await assert.rejects(log.append(stream, content("delta", "message_1", "b")), MessageNotOpen)
  await log.append(stream, content("snapshot", "message_1", "ab"))
  await until(() => listener.frames.length === 1)
  assert.deepEqual(listener.texts, ["ab"])
})

test("a log that was told more than the database remembers begins anew, and is trusted from then on", async () => {
  const snapshot = await log.append(stream, content("snapshot", "message_7", "lost", { writer: 2 }))
  await log.append(stream, { ...event("a question"), message: "message_8" })
  const told: unknown[] = []
  const answer = (remembers: boolean) => async (what: Told) => {
    told.push(what)
    return remembers
  }

  await log.trustIf(answer(true))
  assert.equal(await log.text(stream, "message_7"), "lost")
  await nextMillisecond()
  await log.trustIf(answer(false))
  assert.deepEqual(told, Array(2).fill({ newest: 8, claimed: { message: "message_7", writer: 2 } }))

  assert.equal(await log.text(stream, "message_7"), undefined)
  assert.deepEqual((await listen(log, stream, snapshot)).texts, ["refresh"])
  assert.deepEqual((await listen(log, stream, await log.position(stream))).texts, [])
  await log.append(stream, content("snapshot", "message_7", "anew", { writer: 1 }))
  await log.trustIf(answer(true))
  assert.deepEqual(told.at(-1), { newest: 7, claimed: { message: "message_7", writer: 1 } })
})

test("of several processes that find the log untrustworthy, one has it begin anew", async () => {
  await log.append(stream, content("snapshot", "message_9", "lost"))
  await nextMillisecond()
  let position = ""

  await log.trustIf(async () => {
    // Another is quicker, and has begun to tell anew.
    await log.trustIf(async () => false)
    position = await log.append(stream, content("snapshot", "message_9", "anew"))
    await nextMillisecond()
    return false
  })
  assert.deepEqual((await listen(log, stream, position)).texts, [])
})

/** A log begins anew between two milliseconds of Redis. */
async function nextMillisecond() {
  const now = async () => (await admin.time()).map(Number)
  const [second = 0, microsecond = 0] = await now()
  await until(async () => {
    const [seconds = 0, microseconds = 0] = await now()
    return seconds > second || microseconds >= microsecond + 1_000
  })
}
