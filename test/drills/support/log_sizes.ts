import { Redis } from "ioredis"

const INTERVAL = 100

/** How many bytes Redis holds for the log of each thread: now, and at most so far. */
export class LogSizes {
  readonly #redis: Redis
  readonly #timer: NodeJS.Timeout
  readonly #most = new Map<string, number>()
  #looking = false

  constructor(url: string) {
    this.#redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => INTERVAL })
    // It is killed and paused in drills.
    this.#redis.on("error", () => {})
    this.#timer = setInterval(() => this.#look(), INTERVAL)
  }

  most(stream: string) {
    return this.#most.get(stream) ?? 0
  }

  async now(stream: string) {
    return (await this.#measure()).get(stream) ?? 0
  }

  /** How many frames the log holds now. */
  async frames(stream: string) {
    const [key = ""] = await this.#redis.keys(`*:cable:log:${stream}`)
    return this.#redis.xlen(key)
  }

  close() {
    clearInterval(this.#timer)
    this.#redis.disconnect()
  }

  async #look() {
    if (this.#looking) return

    this.#looking = true
    // It rejects where Redis is gone for good.
    for (const [stream, bytes] of await this.#measure().catch(() => [])) {
      this.#most.set(stream, Math.max(bytes, this.most(stream)))
    }
    this.#looking = false
  }

  async #measure() {
    const sizes = new Map<string, number>()
    for (const key of await this.#redis.keys("*:cable:*:assistant_thread_*")) {
      const [stream = ""] = /assistant_thread_\d+/.exec(key) ?? []
      const bytes = await this.#redis.memory("USAGE", key, "SAMPLES", 0)
      sizes.set(stream, (sizes.get(stream) ?? 0) + Number(bytes))
    }
    return sizes
  }
}
