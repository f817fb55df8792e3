import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import knex, { type Knex } from "knex"
import { databaseSettings } from "../db/settings.ts"
import { startPostgres } from "./support/postgres.ts"

test("migrations go up, down and up again on SQLite", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-"))
  t.after(() => rm(directory, { recursive: true }))

  await assertReversible(
    `sqlite:${directory}/test.sqlite3`,
    "SELECT name FROM sqlite_master WHERE type = 'table'",
  )
})

test("migrations go up, down and up again on PostgreSQL", async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())

  await assertReversible(
    await postgres.createDatabase(),
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  )
})

async function assertReversible(databaseUrl: string, sql: string) {
  const database = knex(databaseSettings(databaseUrl))

  try {
    await database.migrate.latest()
    const migrated = await tables(database, sql)
    assert.ok(migrated.includes("users"))

    await database.migrate.rollback(undefined, true)
    assert.deepEqual(await tables(database, sql), [])

    await database.migrate.latest()
    assert.deepEqual(await tables(database, sql), migrated)
  } finally {
    await database.destroy()
  }
}

/** All but the bookkeeping of knex and of SQLite. */
async function tables(database: Knex, sql: string): Promise<string[]> {
  const result = await database.raw(sql)
  const rows: { name: string }[] = Array.isArray(result) ? result : result.rows
  return rows
    .map(({ name }) => name)
    .filter((name) => !/^(knex|sqlite)_/.test(name))
    .sort()
}
