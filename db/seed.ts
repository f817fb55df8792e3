import { config } from "../server/config.ts"
import { logger } from "../server/lib/logger.ts"
import { database } from "./index.ts"

const somebody = await database("users").first()

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
