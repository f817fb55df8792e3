import { Audience } from "./audience.ts"
import { answered, RedisConnection } from "./redis_connection.ts"
import type { RedisKeys } from "./redis_keys.ts"
import type { Subscription } from "./subscription.ts"

/** All who listen, over one Pub/Sub connection. */
export class RedisChannels {
  private readonly channels = new Map<string, Audience>()
  private readonly redis: RedisConnection
  private readonly keyNames: RedisKeys

  constructor(url: string, keyNames: RedisKeys) {
    this.redis = new RedisConnection(url)
    this.keyNames = keyNames

    // Who joined before the first connection is listening with it.
    this.redis.once("ready", () => this.redis.on("ready", () => this.resume()))
    this.redis.on("message", (channel, message) => this.deliver(channel, message))
  }

  async join(stream: string, subscription: Subscription) {
    const channel = this.keyNames.channel(stream)
    const audience = this.channels.get(channel) ?? new Audience()
    this.channels.set(channel, audience)
    audience.members.add(subscription)

    try {
      await this.catchUp(channel, subscription)
    } catch (error) {
      this.leave(stream, subscription)
      throw error
    }
  }

  leave(stream: string, subscription: Subscription) {
    const channel = this.keyNames.channel(stream)
    const members = this.channels.get(channel)?.members
    subscription.pause()

    if (members?.delete(subscription) && members.size === 0) {
      this.channels.delete(channel)
      this.redis.unsubscribe(channel).catch(() => {})
    }
  }

  /** Goes on with whatever answers at the address by now. */
  reconnect() {
    if (this.redis.status === "ready") this.redis.disconnect(true)
  }

  close() {
    for (const [, subscription] of this.everyone) subscription.closed()
    this.channels.clear()
    this.redis.disconnect()
  }

  /** Redis forgets who listened when the connection drops; what it published meanwhile is in the log. */
  private resume() {
    const { everyone } = this

    for (const [, subscription] of everyone) subscription.pause()
    for (const [channel, subscription] of everyone) {
      this.catchUp(channel, subscription).catch(subscription.closed)
    }
  }

  /** Listens before it looks: what is appended in between is seen twice, not never. */
  private async catchUp(channel: string, subscription: Subscription) {
    await answered(this.redis.subscribe(channel))
    await subscription.catchUp()
  }

  private deliver(channel: string, message: string) {
    const separator = message.indexOf("\n")
    const position = message.slice(0, separator)
    this.channels.get(channel)?.tell({ position, html: message.slice(separator + 1) })
  }

  private get everyone() {
    return [...this.channels].flatMap(([channel, { members }]) =>
      [...members].map((subscription) => [channel, subscription] as const),
    )
  }
}
