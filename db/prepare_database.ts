import { mkdirSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { config } from "../server/config.ts"
import { database } from "./index.ts"
import { hasWriteAheadLog, lacksItsFile, sqlitePath, walPath } from "./sqlite_file.ts"
import { UnusableDatabase } from "./unusable_database.ts"

type Migrations = [done: { name: string }[], toDo: object[]]

const OWN_MIGRATIONS = readdirSync(join(import.meta.dirname, "migrations"))
const path = sqlitePath(config.databaseUrl)

/**
 * Opens the database and, with `migrate`, brings it up to date; returns the names of the migrations that it made.
 * Throws UnusableDatabase where that can't be, where the database is of another version, or where its data is gone.
 */
export async function prepareDatabase({ migrate }: { migrate: boolean }): Promise<string[]> {
  try {
    if (path) await openFile(path)
    const made = await migrations({ migrate })
    if (path) await checkpoint()
    return made
  } catch (error) {
    throw UnusableDatabase.from(error)
  }
}

/** SQLite: all that was written stands in the file itself, so that a copy of it has everything. */
export async function checkpoint() {
  await database.raw("PRAGMA journal_mode = WAL")
  await database.raw("PRAGMA wal_checkpoint(TRUNCATE)")
}

async function openFile(path: string) {
  mkdirSync(dirname(path), { recursive: true })
  if (lacksItsFile(path)) {
    throw new UnusableDatabase(
      `${path} is missing, but what was written to it last is there, in ${walPath(path)}: put the file back, or restore a backup. To begin anew, delete the latter.`,
    )
  }

  const wasInUse = hasWriteAheadLog(path)
  const [{ tables }] = await database.raw("SELECT count(*) AS tables FROM sqlite_master")
  if (wasInUse && tables === 0) {
    throw new UnusableDatabase(
      `${path} was in use, but has no tables: it was copied without the file ${walPath(path)}. Put that beside it, or restore a backup. To begin anew, delete the file.`,
    )
  }
}

async function migrations({ migrate }: { migrate: boolean }): Promise<string[]> {
  const [done, toDo]: Migrations = await database.migrate.list({ disableMigrationsListValidation: true })
  const newer = done.map(({ name }) => name).filter((name) => !OWN_MIGRATIONS.includes(name))

  if (newer.length > 0) {
    throw new UnusableDatabase(
      `The database is of a newer version than this app, which does not know ${newer.at(-1)}: update the app.`,
    )
  } else if (toDo.length > 0 && !migrate) {
    throw new UnusableDatabase(
      `The database is older than this app, and lacks ${toDo.length} migrations: run npm run db:migrate.`,
    )
  } else {
    return toDo.length > 0 ? makeMigrations() : []
  }
}

/** Of several processes that ask at once, one makes them, and the others wait. */
async function makeMigrations(): Promise<string[]> {
  try {
    const [, made] = await database.migrate.latest()
    return made
  } catch (error) {
    if ((error as Error).name !== "MigrationLocked") throw error
    throw new UnusableDatabase(
      "The database is locked by a migration that did not end. If none is at work, run npm run db:migrate -- --unlock.",
    )
  }
}
