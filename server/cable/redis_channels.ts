import { withCursor } from "./cable_log.ts"
import { channelName, type RedisCommands } from "./redis_commands.ts"
import { answered, RedisConnection } from "./redis_connection.ts"
import type { RedisSubscription } from "./redis_subscription.ts"

/** All who listen, over one Pub/Sub connection. */
export class RedisChannels {
  private readonly channels = new Map<string, Set<RedisSubscription>>()
  private readonly redis: RedisConnection
  private readonly commands: RedisCommands

  constructor(url: string, commands: RedisCommands) {
    this.redis = new RedisConnection(url)
    this.commands = commands

    this.redis.on("ready", () => this.resume())
    this.redis.on("message", (channel, message) => this.deliver(channel, message))
  }

  async join(subscription: RedisSubscription) {
    const channel = channelName(subscription.stream)
    const subscriptions = this.channels.get(channel) ?? new Set()

    this.channels.set(channel, subscriptions.add(subscription))
    await this.catchUp(subscription)
  }

  leave(subscription: RedisSubscription) {
    const channel = channelName(subscription.stream)
    const subscriptions = this.channels.get(channel)

    if (subscriptions?.delete(subscription) && subscriptions.size === 0) {
      this.channels.delete(channel)
      this.redis.unsubscribe(channel).catch(() => {})
    }
  }

  close() {
    for (const subscription of this.everyone) subscription.closed()
    this.channels.clear()
    this.redis.disconnect()
  }

  /** Redis forgets who listened when the connection drops; what it published meanwhile is in the log. */
  private resume() {
    for (const subscription of this.everyone) subscription.pause()
    for (const subscription of this.everyone) this.catchUp(subscription).catch(subscription.closed)
  }

  /** Listens before it looks: what is appended in between is seen twice, not never. */
  private async catchUp(subscription: RedisSubscription) {
    try {
      await answered(this.redis.subscribe(channelName(subscription.stream)))
      await subscription.catchUp((cursor) => answered(this.commands.missedSince(subscription.stream, cursor)))
    } catch (error) {
      this.leave(subscription)
      throw error
    }
  }

  private deliver(channel: string, message: string) {
    const separator = message.indexOf("\n")
    const position = message.slice(0, separator)
    const frame = { position, html: withCursor(message.slice(separator + 1), position) }

    for (const subscription of this.channels.get(channel) ?? []) subscription.push(frame)
  }

  private get everyone() {
    return [...this.channels.values()].flatMap((subscriptions) => [...subscriptions])
  }
}
