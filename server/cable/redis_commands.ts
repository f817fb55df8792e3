import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import {
  type Frame,
  isContent,
  MessageNotOpen,
  RETENTION,
  Superseded,
  type Told,
  withCursor,
} from "./cable_log.ts"
import { type Append, RedisAppends } from "./redis_appends.ts"
import { RedisConnection } from "./redis_connection.ts"
import type { RedisKeys } from "./redis_keys.ts"
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
  declare private readonly runAppend: Script<string[]>
  declare private readonly runDistrust: Script<null>
  declare private readonly runFence: Script<string | null>
  declare private readonly runPosition: Script<string>
  declare private readonly runReplay: Script<Replay>

  private readonly appends = new RedisAppends((appends) => this.appendAll(appends))
  private readonly sender = randomUUID()
  private readonly keyNames: RedisKeys
  private number = 0

  constructor(url: string, keyNames: RedisKeys) {
    super(url)
    this.keyNames = keyNames

    const prelude = source("prelude")
    this.defineCommand("runAppend", { lua: prelude + source("append") })
    this.defineCommand("runDistrust", { numberOfKeys: 1, lua: prelude + source("distrust") })
    this.defineCommand("runFence", { numberOfKeys: 4, lua: prelude + source("fence") })
    this.defineCommand("runPosition", { numberOfKeys: 3, lua: prelude + source("position") })
    this.defineCommand("runReplay", { numberOfKeys: 3, lua: prelude + source("replay") })
  }

  async appendFrame(stream: string, frame: Frame) {
    const reply = await this.appends.add({ stream, frame })

    const Refusal = REFUSALS.get(reply)
    if (Refusal) throw new Refusal()
    return reply
  }

  fenceMessage(stream: string, message: string, writer: number) {
    return this.runFence(...this.keyNames.toFence(stream, message), RETENTION, message, writer)
  }

  replayPosition(stream: string) {
    return this.runPosition(...this.keyNames.toRead(stream), RETENTION)
  }

  async missedSince(stream: string, cursor: string): Promise<Missed> {
    const [current, missed] = await this.runReplay(...this.keyNames.toRead(stream), RETENTION, cursor, PART)

    return { current, missed: missed?.map(positionedFrame) }
  }

  /** With the position from which on it was told. */
  async told(): Promise<{ birth: string; told: Told | undefined }> {
    const [birth, newest, claimed] = await this.hmget(this.keyNames.birth, "position", "newest", "claimed")
    const told = newest
      ? { newest: Number(newest), claimed: claimed ? claimOf(claimed) : undefined }
      : undefined
    return { birth: birth ?? "", told }
  }

  /** What was told from there on counts no more. */
  async distrust(birth: string) {
    for await (const texts of this.scanStream({ match: this.keyNames.text("*", "*"), count: 1_000 })) {
      if (texts.length > 0) await this.unlink(...texts)
    }
    await this.runDistrust(this.keyNames.birth, RETENTION, birth)
  }

  /** What a Redis that is full, only reads, or can't save its data refuses. */
  async writeCheck() {
    await this.set(this.keyNames.check, Date.now(), "PX", RETENTION)
  }

  /** What waits for its moment still goes out. */
  override async quit() {
    await this.appends.sent
    return super.quit()
  }

  async textOf(stream: string, message: string) {
    return (await this.get(this.keyNames.text(stream, message))) ?? undefined
  }

  private appendAll(appends: Append[]) {
    const written = appends.flatMap(({ stream, frame }) => this.keyNames.toWrite(stream, frame))
    const sent = appends.flatMap(({ stream, frame }) => [
      this.keyNames.channel(stream),
      ...argumentsOf(frame),
    ])
    const keys = [this.keyNames.birth, this.keyNames.sender(this.sender), ...written]
    return this.runAppend(keys.length, ...keys, RETENTION, ++this.number, ...sent)
  }
}

function positionedFrame([position, fields]: Entry) {
  return { position, html: withCursor(fields.at(-1) as string, position) }
}

function claimOf(text: string) {
  const [message = "", writer] = text.split(" ")
  return { message, writer: Number(writer) }
}

function argumentsOf(frame: Frame) {
  const message = frame.kind === "refresh" ? undefined : frame.message
  const words = isContent(frame) ? [frame.writer, frame.text] : ["", ""]
  return [frame.kind, frame.html, message ?? "", ...words]
}

function source(name: string) {
  return readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), "utf8")
}
