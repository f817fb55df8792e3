import { database } from "../db/index.ts"
import { AIEngine } from "../server/ai_engine/index.ts"
import { boot } from "../server/boot.ts"
import { cable } from "../server/cable/cable.ts"
import { ConfigError, config } from "../server/config.ts"
import { logger } from "../server/lib/logger.ts"
import { refuseToStart } from "../server/lib/refuse_to_start.ts"
import { onStopSignal } from "../server/lib/stop_signal.ts"
import { openDatabase } from "../server/open_database.ts"
import { openRedis } from "../server/open_redis.ts"
import { queue } from "./queue.ts"
import { Reaper } from "./reaper.ts"
import { performJob } from "./registry.ts"

if (!config.redisUrl) {
  refuseToStart(
    new ConfigError(
      "Set REDIS_URL: without it the web process performs its jobs itself, and there is no work for a worker.",
    ),
  )
}

boot()
await openDatabase({ migrate: false }).catch(refuseToStart)
await openRedis().catch(refuseToStart)
const reaper = new Reaper()
reaper.start()
queue.process(performJob)

onStopSignal(async (grace) => {
  await reaper.stop()
  await queue.close(grace)
  await cable.close()
  await database.destroy()
})

// Last: whoever reads this may stop it at once.
logger.info("The worker is ready.")
AIEngine.warmUp()
