import { config } from "../server/config.ts"
import { logger } from "../server/lib/logger.ts"
import { refuseToStart } from "../server/lib/refuse_to_start.ts"
import { database } from "./index.ts"
import { UnusableDatabase } from "./unusable_database.ts"

const somebody = await database("users")
  .first()
  .catch((error) => refuseToStart(UnusableDatabase.from(error)))

if (config.production) {
  logger.error(
    "Seeds are for development: their password is public. Sign up instead; the first user is the admin.",
  )
} else if (!somebody) {
  // Only now: where there is nothing to do, the app need not be loaded for it.
  const { sow } = await import("./seeds/sow.ts")
  await sow()
}

await database.destroy()
