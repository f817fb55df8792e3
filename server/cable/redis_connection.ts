import { Redis } from "ioredis"
import { redisSettings } from "../lib/redis_settings.ts"
import { warnOfRedis } from "../lib/redis_trouble.ts"

const DEADLINE = 2000

/** Connects when it is first needed, reconnects for ever, and keeps its commands, in order, until it has. Emits `demoted` where Redis only reads. */
export class RedisConnection extends Redis {
  constructor(url: string) {
    super(url, {
      lazyConnect: true,
      maxRetriesPerRequest: null,
      autoResubscribe: false,
      ...redisSettings({ onDemoted: () => this.emit("demoted") }),
    })

    this.on("error", (error) => warnOfRedis(error))
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
