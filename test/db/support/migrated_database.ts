import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestContext } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../../db/settings.ts"
import { startPostgres } from "../../support/postgres.ts"

export const DATABASES = ["SQLite", "PostgreSQL"] as const

/** One of the test's own, migrated to before this migration. */
export async function databaseBefore(migration: string, t: TestContext, name: (typeof DATABASES)[number]) {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-"))
  const postgres = name === "PostgreSQL" ? await startPostgres() : undefined
  const url = (await postgres?.createDatabase()) ?? `sqlite:${directory}/test.sqlite3`
  const database = knex(databaseSettings(url))
  t.after(async () => {
    await database.destroy()
    await postgres?.stop()
    await rm(directory, { recursive: true })
  })

  await database.migrate.latest()
  await database.migrate.down({ name: migration })
  return { url, database }
}
