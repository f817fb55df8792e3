import { randomUUID } from "node:crypto"
import { after, type TestContext } from "node:test"
import { Redis } from "ioredis"
import type { CableLog, ContentFrame, EventFrame } from "../../server/cable/cable_log.ts"
import { MemoryLog } from "../../server/cable/memory_log.ts"
import { RedisLog } from "../../server/cable/redis_log.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { startRedis } from "../support/redis.ts"

/**
 * Makes all that a stream holds so many milliseconds older, as if they had passed. Resolves to what is the name, by
 * then, of a position of before. Not for a stream that somebody listens to.
 */
type Age = (t: TestContext, stream: string, milliseconds: number) => Promise<(position: string) => string>

/** How many frames a log keeps of a stream. */
type Size = (log: CableLog, stream: string) => number | Promise<number>

type Kind = { name: string; open: () => CableLog; age: Age; size: Size }

/** Every kind of log, to be put through the same cases. They are closed when the test file ends. */
export async function everyLog(): Promise<Kind[]> {
  const redis = await startRedis()
  const admin = new Redis(redis.url).on("error", () => {})
  const logs: CableLog[] = []

  after(async () => {
    for (const log of logs) await log.close()
    admin.disconnect()
    await redis.stop()
  })

  function keep(log: CableLog) {
    logs.push(log)
    return log
  }

  return [
    {
      name: "memory",
      open: () => keep(new MemoryLog()),
      age: ageMemory,
      size: (log, stream) => (log as MemoryLog).sizes.get(stream) ?? 0,
    },
    {
      name: "Redis",
      open: () => keep(new RedisLog(redis.url)),
      age: (_, stream, milliseconds) => ageRedis(admin, stream, milliseconds),
      size: (_, stream) => admin.xlen(`cable:log:${stream}`),
    },
  ]
}

const ageMemory: Age = async (t, _, milliseconds) => {
  const now = Date.now() + milliseconds
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ["Date"], now })
  return (position) => position
}

/** Redis tells the time by itself, so all that it knows is put back. */
async function ageRedis(admin: Redis, stream: string, milliseconds: number) {
  const [log, messages] = [`cable:log:${stream}`, `cable:messages:${stream}`]
  const older = (time: string | number) => `${Number(time) - milliseconds}`
  const earlier = (position: string) => position.replace(/^\d+/, older)
  const keys = [log, messages, ...(await admin.keys(`cable:text:${stream}:*`))]
  const remaining = await Promise.all(keys.map((key) => admin.pttl(key)))
  const entries = await admin.xrange(log, "-", "+")

  await admin.del(log)
  for (const [position, fields] of entries) await admin.xadd(log, earlier(position), ...fields)
  for (const [message, known] of Object.entries(await admin.hgetall(messages))) {
    const [writer, state, reset = "", active = ""] = known.split(" ")
    await admin.hset(messages, message, [writer, state, earlier(reset), older(active)].join(" "))
  }
  const birth = await admin.hget("cable:birth", "position")
  if (birth) await admin.hset("cable:birth", "position", earlier(birth))
  for (const [index, key] of keys.entries()) await admin.pexpire(key, (remaining[index] ?? 0) - milliseconds)
  return earlier
}

export function streamName() {
  return `stream_${randomUUID()}`
}

export function event(id: string): EventFrame {
  return { kind: "event", html: turboStream("append", { target: "messages", html: id }) }
}

export function content(
  kind: ContentFrame["kind"],
  message: string,
  text: string,
  { writer = 1 } = {},
): ContentFrame {
  const action = kind === "delta" ? "append" : "update"

  return { kind, message, writer, text, html: turboStream(action, { target: message, html: text }) }
}

export async function listen(log: CableLog, stream: string, cursor: string) {
  const listener = new Listener()
  listener.unsubscribe = await log.subscribe(stream, cursor, listener.receive, listener.close)
  return listener
}

class Listener {
  readonly frames: string[] = []
  closed = false
  unsubscribe = () => {}
  private full: PromiseWithResolvers<void> | undefined

  receive = (html: string) => {
    this.frames.push(html)
    return this.full?.promise
  }

  /** Takes one more frame, and then none. */
  hold() {
    this.full = Promise.withResolvers()
  }

  goOn() {
    this.full?.resolve()
    this.full = undefined
  }

  close = () => {
    this.closed = true
  }

  /** What the templates held, "refresh" for a refresh. */
  get texts() {
    return this.frames.map(text)
  }

  get cursor() {
    return cursorOf(this.frames.at(-1) ?? "")
  }
}

export function text(html: string) {
  return html.match(/<template>(.*)<\/template>/)?.[1] ?? html.match(/action="(\w+)"/)?.[1]
}

export function cursorOf(html: string) {
  return html.match(/ cursor="([^"]+)"/)?.[1] ?? ""
}
