import { boot } from "../server/boot.ts"
import { cable } from "../server/cable/cable.ts"
import { config } from "../server/config.ts"
import { logger } from "../server/lib/logger.ts"
import { User } from "../server/models/user.ts"
import { database } from "./index.ts"
import { SEED_STORYTELLERS, SEED_USER } from "./seeds/people.ts"

boot()

/** Something to begin with, where there is nobody yet; nothing is ever changed. */
if (config.production) {
  logger.error(
    "Seeds are for development: everybody knows their password. Sign up instead; the first user is the admin.",
  )
} else if (await User.findBy({})) {
  logger.debug("There are users already: nothing was seeded.")
} else {
  await seed()
}

await cable.close()
await database.destroy()

async function seed() {
  const user = await User.create(SEED_USER)

  for (const attributes of SEED_STORYTELLERS) {
    const storyteller = user.buildStoryteller({
      ...attributes,
      model: config.models[0],
      maxPromptTokens: 8_000,
      maxCompletionTokens: 1_000,
    })
    if (!(await storyteller.save()))
      logger.error(`${attributes.name}: ${storyteller.errors.sentences.join(" ")}`)
  }
  logger.info(
    `Seeded ${SEED_STORYTELLERS.length} storytellers. Sign in as ${SEED_USER.email} with "${SEED_USER.password}".`,
  )
}
