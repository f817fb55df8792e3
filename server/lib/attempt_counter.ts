import { MemoryStore, type Options } from "express-rate-limit"
import { RedisStore } from "rate-limit-redis"
import { redisKey } from "./installation.ts"
import { logger } from "./logger.ts"
import { rateLimitRedis } from "./rate_limit_redis.ts"

type Settings = { name: string; limit: number; minutes: number }
type Count = { totalHits: number; resetTime: Date | undefined }

/** How long Redis is not asked again once it has not answered. */
const PAUSE = 2_000
const NOTHING: Count = { totalHits: 0, resetTime: undefined }

/**
 * Counts attempts within a window that begins with the first. All processes share it through Redis, where there is
 * one; each keeps its own count as well, which is what holds while Redis is away.
 */
export class AttemptCounter {
  readonly #settings: Settings
  readonly #memory = new MemoryStore()
  #shared: Promise<RedisStore> | undefined
  #pausedUntil = 0

  constructor(settings: Settings) {
    this.#settings = settings
    this.#memory.init(this.#options)
  }

  async count(key: string) {
    await Promise.all([this.#memory.increment(key), this.#inRedis((store) => store.increment(key))])
  }

  /** Milliseconds until there may be another; 0 where there may be one now. */
  async wait(key: string, now = Date.now()): Promise<number> {
    const counts = [await this.#memory.get(key), await this.#inRedis((store) => store.get(key))]
    const over = counts.filter((count) => (count ?? NOTHING).totalHits >= this.#settings.limit)
    return Math.max(0, ...over.map((count) => (count?.resetTime?.getTime() ?? now) - now))
  }

  get #options() {
    return { windowMs: this.#settings.minutes * 60_000 } as Options
  }

  /** Undefined where Redis does not answer at once: nobody is to wait for it, or to be turned away because of it. */
  async #inRedis<Reply>(ask: (store: RedisStore) => Promise<Reply>): Promise<Reply | undefined> {
    if (!rateLimitRedis || Date.now() < this.#pausedUntil) return undefined

    try {
      this.#shared ??= this.#connect(rateLimitRedis)
      return await ask(await this.#shared)
    } catch (error) {
      this.#shared = undefined
      this.#pausedUntil = Date.now() + PAUSE
      logger.debug("Redis does not count attempts; this process does.", { error })
      return undefined
    }
  }

  async #connect(redis: NonNullable<typeof rateLimitRedis>) {
    const store = new RedisStore({
      prefix: redisKey(`attempts:${this.#settings.name}:`),
      sendCommand: (command: string, ...args: string[]) => redis.call(command, ...args) as Promise<number>,
    })
    await store.init(this.#options)
    return store
  }
}
