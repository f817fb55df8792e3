import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { type Frame, withCursor } from "./cable_log.ts"
import { RedisConnection } from "./redis_connection.ts"
import type { Missed } from "./redis_subscription.ts"

type Script<Reply> = (...keysAndArguments: (string | number)[]) => Promise<Reply>
type Entry = [position: string, fields: string[]]
type Replay = [current: string, missed?: Entry[]]

/** The log in Redis, where every look and every change is one atomic script. */
export class RedisCommands extends RedisConnection {
  declare private readonly runAppend: Script<string | null>
  declare private readonly runPosition: Script<string>
  declare private readonly runReplay: Script<Replay>

  private readonly retention: number
  private readonly writer = randomUUID()
  private sequence = 0

  constructor(url: string, retention: number) {
    super(url)
    this.retention = retention

    const prelude = source("prelude")
    this.defineCommand("runAppend", { numberOfKeys: 4, lua: prelude + source("append") })
    this.defineCommand("runPosition", { numberOfKeys: 4, lua: prelude + source("position") })
    this.defineCommand("runReplay", { numberOfKeys: 4, lua: prelude + source("replay") })
  }

  /** Resolves to the frame's position, to null for a delta of a message that is not open. */
  appendFrame(stream: string, frame: Frame) {
    const message = frame.kind === "event" ? "" : frame.message
    const written = [channelName(stream), this.writer, ++this.sequence, frame.kind, message, frame.html]

    return this.runAppend(...keys(stream), this.retention, ...written)
  }

  replayPosition(stream: string) {
    return this.runPosition(...keys(stream), this.retention)
  }

  async missedSince(stream: string, cursor: string): Promise<Missed> {
    const [current, missed] = await this.runReplay(...keys(stream), this.retention, cursor)

    return { current, missed: missed?.map(positionedFrame) }
  }
}

export function channelName(stream: string) {
  return `cable:${stream}`
}

function positionedFrame([position, fields]: Entry) {
  return { position, html: withCursor(fields.at(-1) as string, position) }
}

function keys(stream: string) {
  return ["cable:birth", `cable:log:${stream}`, `cable:open:${stream}`, `cable:writers:${stream}`]
}

function source(name: string) {
  return readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), "utf8")
}
