import { config } from "../config.ts"
import { redisKey } from "../lib/installation.ts"
import type { CableLog } from "./cable_log.ts"
import { MemoryLog } from "./memory_log.ts"
import { RedisLog } from "./redis_log.ts"

export const redisLog = config.redisUrl ? new RedisLog(config.redisUrl, { keyOf: redisKey }) : undefined

/** The log of this process: shared through Redis where there is one. */
export const cable: CableLog = redisLog ?? new MemoryLog()
