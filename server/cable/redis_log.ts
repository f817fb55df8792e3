import { logger } from "../lib/logger.ts"
import { reasonOf, warnOfRedis } from "../lib/redis_trouble.ts"
import {
  type CableLog,
  type Frame,
  LogUnavailable,
  MessageNotOpen,
  REFRESH,
  type Receive,
  Superseded,
  type Told,
} from "./cable_log.ts"
import { OwedRefreshes } from "./owed_refreshes.ts"
import { isPosition } from "./position.ts"
import { RedisChannels } from "./redis_channels.ts"
import { RedisCommands } from "./redis_commands.ts"
import { answered } from "./redis_connection.ts"
import { RedisKeys } from "./redis_keys.ts"
import { Subscription } from "./subscription.ts"

/** What no later frame brings, as a snapshot brings what its deltas did. */
const LASTING: Frame["kind"][] = ["event", "final"]

const TOO_OLD = "0-0"
const DISTRUSTED =
  "The database is older than what Redis knows of it, as after a restored backup: that is not used. If this is a copy beside the original, stop it and run npm run installation:renew."
/** A process that only reads would not notice that Redis is no master any more. */
const WATCH_INTERVAL = 5_000

/**
 * The cable's log of many processes: Redis Streams, with Pub/Sub for what is live.
 *
 * No call waits longer than 2 seconds for Redis. An append that gave up is not lost by it: while this process
 * lives, it is written in its turn, and once, when Redis is back.
 */
export class RedisLog implements CableLog {
  private readonly commands: RedisCommands
  private readonly channels: RedisChannels
  private readonly refreshes = new OwedRefreshes((stream) =>
    this.commands.appendFrame(stream, { kind: "refresh", html: REFRESH }),
  )
  private closed = false
  private watch: NodeJS.Timeout | undefined

  constructor(url: string, { keyOf = (name: string) => name } = {}) {
    const keyNames = new RedisKeys(keyOf)
    this.commands = new RedisCommands(url, keyNames)
    this.channels = new RedisChannels(url, keyNames)

    // A Redis that has become a replica lets who listens go on listening, perhaps for ever to nothing.
    this.commands.on("demoted", () => this.channels.reconnect())
  }

  append(stream: string, frame: Frame) {
    const appended = this.commands.appendFrame(stream, frame)
    if (LASTING.includes(frame.kind)) appended.catch((error) => this.makeUpFor(stream, error))
    return served(appended)
  }

  async text(stream: string, message: string) {
    return served(this.commands.textOf(stream, message))
  }

  async fence(stream: string, message: string, writer: number) {
    const text = await served(this.commands.fenceMessage(stream, message, writer))
    return text ?? undefined
  }

  position(stream: string) {
    return served(this.commands.replayPosition(stream))
  }

  async subscribe(stream: string, from: string, receive: Receive, closed: () => void) {
    this.watch ??= setInterval(() => this.check().catch(() => {}), WATCH_INTERVAL).unref()
    const cursor = isPosition(from) ? from : TOO_OLD
    const subscription = new Subscription({ cursor, receive, closed }, (after) =>
      served(this.commands.missedSince(stream, after)),
    )

    await orUnavailable(this.channels.join(stream, subscription))
    return () => this.channels.leave(stream, subscription)
  }

  /** Where it was told more than the database remembers, nothing of it is used: a backup was restored. */
  async trustIf(remembers: (told: Told) => Promise<boolean>) {
    const { birth, told } = await served(this.commands.told())

    if (told && !(await remembers(told))) {
      await orUnavailable(this.commands.distrust(birth))
      logger.warn(DISTRUSTED)
    }
  }

  async check() {
    await served(this.commands.writeCheck())
  }

  async close() {
    this.closed = true
    clearInterval(this.watch)
    this.refreshes.close()
    this.channels.close()
    await answered(this.commands.quit()).catch(() => this.commands.disconnect())
  }

  /** Refused by a Redis that is full, say. */
  private makeUpFor(stream: string, error: unknown) {
    if (!this.closed && !isRefusal(error)) this.refreshes.add(stream)
  }
}

function isRefusal(error: unknown) {
  return error instanceof Superseded || error instanceof MessageNotOpen
}

function served<Reply>(command: Promise<Reply>) {
  return orUnavailable(answered(command))
}

/** What Redis can't do is told the app's log, once a minute, and who asked. */
async function orUnavailable<Reply>(work: Promise<Reply>) {
  try {
    return await work
  } catch (error) {
    if (isRefusal(error)) throw error
    warnOfRedis(error)
    throw new LogUnavailable(reasonOf(error), { cause: error })
  }
}
