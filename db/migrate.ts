import { parseArgs } from "node:util"
import { logger } from "../server/lib/logger.ts"
import { refuseToStart } from "../server/lib/refuse_to_start.ts"
import { database } from "./index.ts"
import { prepareDatabase } from "./prepare_database.ts"

const { unlock } = parseArgs({ options: { unlock: { type: "boolean" } } }).values

/** Brings the database up to date; several processes may ask at once, one does it. */
try {
  if (unlock) await database.migrate.forceFreeMigrationsLock()
  const made = await prepareDatabase({ migrate: true })
  if (made.length > 0) logger.info(`Migrated: ${made.map((path) => path.split("/").at(-1)).join(", ")}`)
} catch (error) {
  refuseToStart(error)
}
await database.destroy()
