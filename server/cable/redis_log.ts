import { type CableLog, type Frame, RETENTION, type Receive } from "./cable_log.ts"
import { isPosition } from "./position.ts"
import { RedisChannels } from "./redis_channels.ts"
import { RedisCommands } from "./redis_commands.ts"
import { answered } from "./redis_connection.ts"
import { RedisKeys } from "./redis_keys.ts"
import { Subscription } from "./subscription.ts"

const TOO_OLD = "0-0"

/**
 * The cable's log of many processes: Redis Streams, with Pub/Sub for what is live.
 *
 * No call waits longer than 2 seconds for Redis. An append that gave up is not lost by it: while this process
 * lives, it is written in its turn, and once, when Redis is back.
 */
export class RedisLog implements CableLog {
  private readonly commands: RedisCommands
  private readonly channels: RedisChannels

  constructor(url: string, { retention = RETENTION, keyOf = (name: string) => name } = {}) {
    const keyNames = new RedisKeys(keyOf)
    this.commands = new RedisCommands(url, retention, keyNames)
    this.channels = new RedisChannels(url, keyNames)
  }

  append(stream: string, frame: Frame) {
    return answered(this.commands.appendFrame(stream, frame))
  }

  async text(stream: string, message: string) {
    return answered(this.commands.textOf(stream, message))
  }

  async fence(stream: string, message: string, writer: number) {
    const text = await answered(this.commands.fenceMessage(stream, message, writer))
    return text ?? undefined
  }

  position(stream: string) {
    return answered(this.commands.replayPosition(stream))
  }

  async subscribe(stream: string, from: string, receive: Receive, closed: () => void) {
    const cursor = isPosition(from) ? from : TOO_OLD
    const subscription = new Subscription({ cursor, receive, closed }, (after) =>
      answered(this.commands.missedSince(stream, after)),
    )

    await this.channels.join(stream, subscription)
    return () => this.channels.leave(stream, subscription)
  }

  async ping() {
    await answered(this.commands.ping())
  }

  async close() {
    this.channels.close()
    await answered(this.commands.quit()).catch(() => this.commands.disconnect())
  }
}
