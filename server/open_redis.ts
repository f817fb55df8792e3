import { assertUsableRedis } from "./cable/assert_usable_redis.ts"
import { redisLog } from "./cable/cable.ts"
import { LogUnavailable } from "./cable/cable_log.ts"
import { ConfigError, config } from "./config.ts"
import { remembers } from "./models/remembers.ts"

/** After the database, before anything is served. Throws ConfigError, whose message is one line that says what to mend. */
export async function openRedis() {
  if (config.redisUrl) await assertUsableRedis(config.redisUrl)

  try {
    await redisLog?.trustIf(remembers)
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
    throw new ConfigError(`REDIS_URL names a Redis that can't be used: ${error.message}`)
  }
}
