import { renewInstallation } from "../server/lib/installation.ts"
import { logger } from "../server/lib/logger.ts"
import { refuseToStart } from "../server/lib/refuse_to_start.ts"
import { database } from "./index.ts"
import { prepareDatabase } from "./prepare_database.ts"

/** For a copy of another installation's database. */
try {
  await prepareDatabase({ migrate: false })
  const id = await renewInstallation()
  logger.info(`This installation is ${id} from now on. Start its web processes and workers.`)
} catch (error) {
  refuseToStart(error)
}
await database.destroy()
