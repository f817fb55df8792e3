import { Redis } from "ioredis"
import { logger } from "../lib/logger.ts"

/** Milliseconds. */
const DEADLINE = 2000
const MOMENT = 2

/** Reconnects for ever, and keeps its commands, in order, until it has. */
export class RedisConnection extends Redis {
  private moment: NodeJS.Timeout | undefined

  constructor(url: string) {
    super(url, {
      maxRetriesPerRequest: null,
      autoResubscribe: false,
      retryStrategy: (attempts) => Math.min(attempts * 100, 1000),
    })

    this.on("error", (error) => logger.warn("Redis is out of reach", { reason: error.message }))
  }

  /**
   * Announces a command that may wait a moment. The first leaves at once, those after it together: a write costs
   * more than all else about them. They stay commands of their own, which are sent again where the connection
   * breaks; a pipeline is given up.
   */
  protected gather() {
    if (!this.moment) {
      this.moment = setTimeout(() => this.release(), MOMENT)
      // There is no stream before the first connection, whatever its type says.
    } else if (this.stream?.writableCorked === 0) {
      this.stream.cork()
    }
  }

  private release() {
    this.moment = undefined

    if (this.stream?.writableCorked > 0) {
      this.gather()
      this.stream.uncork()
    }
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
