import { Redis } from "ioredis"
import { config } from "../config.ts"
import { logger } from "./logger.ts"

const DEADLINE = 500
const LONGEST_PAUSE = 2_000

/** Its commands fail at once where Redis is away, and soon where it does not answer. */
export const rateLimitRedis = config.redisUrl ? connect(config.redisUrl) : undefined

function connect(url: string) {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: DEADLINE,
    retryStrategy: (attempts) => Math.min(attempts * 100, LONGEST_PAUSE),
    // The old master of a failover refuses to count: the address leads to the new one.
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  })
  redis.on("error", (error) => logger.debug("Attempts are not counted in Redis.", { reason: error.message }))
  return redis
}
