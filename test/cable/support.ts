import { randomUUID } from "node:crypto"
import { after } from "node:test"
import type { CableLog, ContentFrame, EventFrame } from "../../server/cable/cable_log.ts"
import { MemoryLog } from "../../server/cable/memory_log.ts"
import { RedisLog } from "../../server/cable/redis_log.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { startRedis } from "../support/redis.ts"

type Options = { retention?: number }

/** Every kind of log, to be put through the same cases. They are closed when the test file ends. */
export async function everyLog() {
  const redis = await startRedis()
  const logs: CableLog[] = []

  after(async () => {
    for (const log of logs) await log.close()
    await redis.stop()
  })

  function keep(log: CableLog) {
    logs.push(log)
    return log
  }

  return [
    ["memory", (options?: Options) => keep(new MemoryLog(options))],
    ["Redis", (options?: Options) => keep(new RedisLog(redis.url, options))],
  ] as const
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
