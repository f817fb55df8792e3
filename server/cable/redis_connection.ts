import { Redis } from "ioredis"
import { logger } from "../lib/logger.ts"

const DEADLINE = 2000

/** Reconnects for ever, and keeps its commands, in order, until it has. */
export class RedisConnection extends Redis {
  constructor(url: string) {
    super(url, {
      maxRetriesPerRequest: null,
      autoResubscribe: false,
      retryStrategy: (attempts) => Math.min(attempts * 100, 1000),
    })

    this.on("error", (error) => logger.warn("Redis is out of reach", { reason: error.message }))
  }
}

/** Rejects where Redis takes longer than 2 seconds. The command itself stays on its way. */
export async function answered<Reply>(command: Promise<Reply>) {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error("Redis does not answer.")), DEADLINE)

  try {
    return await Promise.race([command, late])
  } finally {
    clearTimeout(timer)
  }
}
