import { databaseSettings } from "./db/settings.ts"
import { config } from "./server/config.ts"

// knex's own command line asks for a default export.
export default databaseSettings(config.databaseUrl)
