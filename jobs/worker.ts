import { database } from "../db/index.ts"
import { AIEngine } from "../server/ai_engine/index.ts"
import { boot } from "../server/boot.ts"
import { cable } from "../server/cable/cable.ts"
import { config } from "../server/config.ts"
import { loadInstallation } from "../server/lib/installation.ts"
import { logger } from "../server/lib/logger.ts"
import { onStopSignal } from "../server/lib/stop_signal.ts"
import { createAssistantMessageAndRun } from "./create_assistant_message_and_run.ts"
import { queue } from "./queue.ts"
import { Reaper } from "./reaper.ts"

if (!config.redisUrl) {
  logger.error(
    "Set REDIS_URL: without it the web process performs its jobs itself, and there is no work for a worker.",
  )
  process.exit(1)
}

boot()
await loadInstallation()
const reaper = new Reaper()
reaper.start()
queue.process(createAssistantMessageAndRun)
logger.info("The worker is ready.")
AIEngine.warmUp()

onStopSignal(async (grace) => {
  await reaper.stop()
  await queue.close(grace)
  await cable.close()
  await database.destroy()
})
