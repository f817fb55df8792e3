import { logger } from "../server/lib/logger.ts"
import { renewInstallation } from "../server/lib/installation.ts"
import { database } from "./index.ts"

/** For a copy of another installation's database. */
const id = await renewInstallation()
logger.info(`This installation is ${id} now. Restart its web processes and workers.`)
await database.destroy()
