import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { type Frame, MessageNotOpen, Superseded, withCursor } from "./cable_log.ts"
import { type Append, RedisAppends } from "./redis_appends.ts"
import { RedisConnection } from "./redis_connection.ts"
import { type Missed, PART } from "./subscription.ts"

type Script<Reply> = (...keysAndArguments: (string | number)[]) => Promise<Reply>
type Entry = [position: string, fields: string[]]
type Replay = [current: string, missed?: Entry[]]

const BIRTH = "cable:birth"

const REFUSALS = new Map([
  ["superseded", Superseded],
  ["not open", MessageNotOpen],
])

/** The log in Redis, where every look and every change is one atomic script. */
export class RedisCommands extends RedisConnection {
  declare private readonly runAppend: Script<string[]>
  declare private readonly runPosition: Script<string>
  declare private readonly runReplay: Script<Replay>

  private readonly retention: number
  private readonly appends = new RedisAppends((appends) => this.appendAll(appends))
  private readonly senderKey = `cable:sender:${randomUUID()}`
  private number = 0

  constructor(url: string, retention: number) {
    super(url)
    this.retention = retention

    const prelude = source("prelude")
    this.defineCommand("runAppend", { lua: prelude + source("append") })
    this.defineCommand("runPosition", { numberOfKeys: 3, lua: prelude + source("position") })
    this.defineCommand("runReplay", { numberOfKeys: 3, lua: prelude + source("replay") })
  }

  async appendFrame(stream: string, frame: Frame) {
    const reply = await this.appends.add({ stream, frame })

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

  /** What waits for its moment still goes out. */
  override async quit() {
    await this.appends.sent
    return super.quit()
  }

  private appendAll(appends: Append[]) {
    const written = appends.flatMap(({ stream, frame }) => keysOfFrame(stream, frame))
    const sent = appends.flatMap(({ stream, frame }) => argumentsOf(stream, frame))
    const keys = [BIRTH, this.senderKey, ...written]
    return this.runAppend(keys.length, ...keys, this.retention, ++this.number, ...sent)
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
  return [BIRTH, ...keysOf(stream)]
}

function keysOf(stream: string) {
  return [`cable:log:${stream}`, `cable:messages:${stream}`]
}

function keysOfFrame(stream: string, frame: Frame) {
  return [...keysOf(stream), textKey(stream, frame.kind === "event" ? "" : frame.message)]
}

function argumentsOf(stream: string, frame: Frame) {
  const content = frame.kind === "event" ? ["", "", ""] : [frame.message, frame.writer, frame.text]
  return [channelName(stream), frame.kind, frame.html, ...content]
}

function source(name: string) {
  return readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), "utf8")
}
