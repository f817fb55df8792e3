import { boot } from "../../server/boot.ts"
import { cable } from "../../server/cable/cable.ts"
import { config } from "../../server/config.ts"
import { loadInstallation } from "../../server/lib/installation.ts"
import { logger } from "../../server/lib/logger.ts"
import { User } from "../../server/models/user.ts"
import { SEED_STORYTELLERS, SEED_USER } from "./people.ts"

const LIMITS = { maxPromptTokens: 8_000, maxCompletionTokens: 1_000 }

/** Somebody to sign in as, and somebody to tell stories. */
export async function sow() {
  boot()
  await loadInstallation()
  const user = await User.create(SEED_USER)

  for (const attributes of SEED_STORYTELLERS) {
    const storyteller = user.buildStoryteller({ ...attributes, ...LIMITS, model: config.models[0] })
    if (!(await storyteller.save()))
      logger.error(`${storyteller.name}: ${storyteller.errors.sentences.join(" ")}`)
  }
  logger.info(`Seeded ${SEED_USER.fullName} and ${SEED_STORYTELLERS.length} storytellers.`)
  await cable.close()
}
