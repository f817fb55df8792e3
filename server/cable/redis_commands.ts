import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { type Frame, MessageNotOpen, Superseded, withCursor } from "./cable_log.ts"
import { RedisConnection } from "./redis_connection.ts"
import { type Missed, PART } from "./subscription.ts"

type Script<Reply> = (...keysAndArguments: (string | number)[]) => Promise<Reply>
type Entry = [position: string, fields: string[]]
type Replay = [current: string, missed?: Entry[]]

const REFUSALS = new Map([
  ["superseded", Superseded],
  ["not open", MessageNotOpen],
])

/** The log in Redis, where every look and every change is one atomic script. */
export class RedisCommands extends RedisConnection {
  declare private readonly runAppend: Script<string>
  declare private readonly runPosition: Script<string>
  declare private readonly runReplay: Script<Replay>

  private readonly retention: number
  private readonly sender = randomUUID()
  private sequence = 0

  constructor(url: string, retention: number) {
    super(url)
    this.retention = retention

    const prelude = source("prelude")
    this.defineCommand("runAppend", { numberOfKeys: 5, lua: prelude + source("append") })
    this.defineCommand("runPosition", { numberOfKeys: 4, lua: prelude + source("position") })
    this.defineCommand("runReplay", { numberOfKeys: 4, lua: prelude + source("replay") })
  }

  async appendFrame(stream: string, frame: Frame) {
    const message = frame.kind === "event" ? "" : frame.message
    const content = frame.kind === "event" ? [] : [message, frame.writer, frame.text]
    const sent = [channelName(stream), this.sender, ++this.sequence, frame.kind, frame.html, ...content]
    const written = [...keys(stream), textKey(stream, message)]
    this.gather()
    const reply = await this.runAppend(...written, this.retention, ...sent)

    const Refusal = REFUSALS.get(reply)
    if (Refusal) throw new Refusal()
    return reply
  }

  replayPosition(stream: string) {
    return this.runPosition(...keys(stream), this.retention)
  }

  async missedSince(stream: string, cursor: string): Promise<Missed> {
    const [current, missed] = await this.runReplay(...keys(stream), this.retention, cursor, PART)

    return { current, missed: missed?.map(positionedFrame) }
  }
}

export function channelName(stream: string) {
  return `cable:${stream}`
}

export function textKey(stream: string, message: string) {
  return `cable:text:${stream}:${message}`
}

function positionedFrame([position, fields]: Entry) {
  return { position, html: withCursor(fields.at(-1) as string, position) }
}

function keys(stream: string) {
  return ["cable:birth", `cable:log:${stream}`, `cable:messages:${stream}`, `cable:senders:${stream}`]
}

function source(name: string) {
  return readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), "utf8")
}
