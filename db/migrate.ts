import { logger } from "../server/lib/logger.ts"
import { database } from "./index.ts"

/** Brings the database up to date; several processes may ask at once, one does it. */
const [, applied] = await database.migrate.latest()
if (applied.length > 0)
  logger.info(`Migrated: ${applied.map((path: string) => path.split("/").at(-1)).join(", ")}`)
await database.destroy()
