import assert from "node:assert/strict"
import { test } from "node:test"
import pg from "pg"
import { startPostgres } from "./postgres.ts"

test("every database is one of its own", async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  const [one, another] = [await postgres.createDatabase(), await postgres.createDatabase()]

  await query(one, "CREATE TABLE storytellers (name text)")

  assert.deepEqual(await query(another, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"), [])
  assert.deepEqual(await query(one, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"), [
    { tablename: "storytellers" },
  ])
})

async function query(url: string, sql: string) {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}
