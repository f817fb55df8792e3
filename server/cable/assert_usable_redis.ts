import { setTimeout as pause } from "node:timers/promises"
import { Redis } from "ioredis"
import { ConfigError } from "../config.ts"
import { withinMilliseconds } from "../lib/deadline.ts"
import { reasonOf } from "../lib/redis_trouble.ts"

/** Milliseconds, for one answer, and for trying again: it may be started at the same time as the app. */
const PATIENCE = 3_000
const RETRY = 250

/** Throws ConfigError, whose message is one line, where this is no Redis that the app can work with. */
export async function assertUsableRedis(url: string) {
  if (/^cluster_enabled:1/m.test(await information(url))) {
    throw new ConfigError(
      "REDIS_URL is that of a Redis Cluster, which can't be used: name a Redis that is not one (cluster-enabled no).",
    )
  }
}

async function information(url: string, deadline = Date.now() + PATIENCE): Promise<string> {
  try {
    return await ask(url)
  } catch (error) {
    if (Date.now() + RETRY >= deadline || /WRONGPASS|NOAUTH|NOPERM/.test(reasonOf(error))) {
      throw new ConfigError(`REDIS_URL names a Redis that can't be used: ${reasonOf(error)}`)
    }
    await pause(RETRY)
    return information(url, deadline)
  }
}

async function ask(url: string) {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => null })
  let reason: unknown
  redis.on("error", (error) => {
    reason = error
  })

  try {
    return await withinMilliseconds(
      PATIENCE,
      redis.connect().then(() => redis.info()),
    )
  } catch (error) {
    // ioredis rejects with a "Connection is closed." where it knows better.
    throw reason ?? error
  } finally {
    redis.disconnect()
  }
}
