import { assertUsableRedis } from "./cable/assert_usable_redis.ts"
import { config } from "./config.ts"

/** Before anything is served, where there is a Redis. Throws ConfigError, whose message says what to mend. */
export async function openRedis() {
  if (config.redisUrl) await assertUsableRedis(config.redisUrl)
}
