import "./environment.ts"
import { after } from "node:test"
import pg from "pg"
import { database } from "../../db/index.ts"
import { prepareDatabase } from "../../db/prepare_database.ts"
import { config } from "../../server/config.ts"

// A migrated database for the test file that imports this, before anything else of the app.

// Not in a hook: those of a file that are called "before" are run side by side.
if (config.databaseUrl.startsWith("postgres")) await createDatabase(config.databaseUrl)
await prepareDatabase({ migrate: true })

after(() => database.destroy())

async function createDatabase(url: string) {
  const { pathname } = new URL(url)
  const client = new pg.Client(url.replace(pathname, "/postgres"))
  await client.connect()
  await client.query(`CREATE DATABASE "${pathname.slice(1)}"`)
  await client.end()
}
