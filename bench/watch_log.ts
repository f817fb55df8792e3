import { Redis } from "ioredis"
import { numbersIn } from "./story.ts"

const INTERVAL = 250

/** How large the cable's log of every stream becomes, as Redis counts it. */
export function watchLog(redisUrl: string) {
  const redis = new Redis(redisUrl)
  const largest = new Map<string, number>()
  let looking = look()
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, INTERVAL)

  async function look() {
    for (const key of await redis.keys("*:cable:log:*")) {
      const bytes = (await redis.memory("USAGE", key, "SAMPLES", 0)) ?? 0
      largest.set(key, Math.max(bytes, largest.get(key) ?? 0))
    }
  }

  /** The last frame of a log is a whole story, which says how many tokens it has. */
  async function tokensOf(key: string) {
    const [[, fields] = ["", []]] = await redis.xrevrange(key, "+", "-", "COUNT", 1)
    return Math.max(-1, ...numbersIn(fields.at(-1) ?? "")) + 1
  }

  return {
    /** By the number of tokens. */
    async end() {
      clearInterval(timer)
      await looking
      const sizes = new Map<number, number>()
      for (const [key, bytes] of largest) {
        const tokens = await tokensOf(key)
        sizes.set(tokens, Math.max(bytes, sizes.get(tokens) ?? 0))
      }
      redis.disconnect()
      return sizes
    },
  }
}
