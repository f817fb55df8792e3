import { config } from "../server/config.ts"
import { InProcessQueue } from "./in_process_queue.ts"
import type { Queue } from "./queued_job.ts"
import { RedisQueue } from "./redis_queue.ts"

export const queue: Queue = config.redisUrl ? new RedisQueue(config.redisUrl) : new InProcessQueue()
