import "../support/database.ts"
import assert from "node:assert/strict"
import { copyFileSync, rmSync, statSync, utimesSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { beforeEach, test } from "node:test"
import knex from "knex"
import { Checkpoints } from "../../db/checkpoints.ts"
import { database } from "../../db/index.ts"
import { checkpoint } from "../../db/prepare_database.ts"
import { databaseSettings } from "../../db/settings.ts"
import { sqlitePath, walPath } from "../../db/sqlite_file.ts"
import { config } from "../../server/config.ts"

const MINUTE = 60_000
const path = sqlitePath(config.databaseUrl) as string
let checkpoints: Checkpoints
let written = Date.now()

beforeEach(async () => {
  await database.raw("DROP TABLE IF EXISTS notes")
  await database.raw("CREATE TABLE notes (words TEXT)")
  await checkpoint()
  checkpoints = new Checkpoints(written)
})

test("what was written stands in the file once nothing is being written", async () => {
  await write("first")
  await checkpoints.look(written)
  assert.equal(inCopy(), 0)

  await write("second")
  await checkpoints.look(written + 1)
  assert.equal(inCopy(), 0)

  await checkpoints.look(written + 2)
  assert.equal(inCopy(), 2)
})

test("where something is always being written, it is done once a minute", async () => {
  await write("first")
  await checkpoints.look(written)
  await checkpoints.look(written)
  const first = written
  assert.equal(inCopy(), 1)

  await write("second")
  await checkpoints.look(first + MINUTE - 1)
  assert.equal(inCopy(), 1)
  await write("third")
  await checkpoints.look(first + MINUTE)
  assert.equal(inCopy(), 3)
})

test("what a reader holds up is done when it is gone", async () => {
  const another = knex(databaseSettings(config.databaseUrl))
  const reader = await another.transaction()
  await reader("notes").select()
  await write("first")
  await checkpoints.look(written)
  await checkpoints.look(written)
  assert.equal(inCopy(), 0)

  await reader.commit()
  await another.destroy()
  await checkpoints.look(written)
  assert.equal(inCopy(), 1)
})

/** Each a second after the other, whatever the clock and the file system say. */
async function write(words: string) {
  await database("notes").insert({ words })
  written += 1_000
  utimesSync(walPath(path), written / 1_000, written / 1_000)
}

/** How much is in the file alone. */
function inCopy() {
  copyFileSync(path, `${path}.copy`)
  assert.ok(statSync(`${path}.copy`).size > 0)
  const copy = new DatabaseSync(`${path}.copy`)
  const { notes } = copy.prepare("SELECT count(*) AS notes FROM notes").get() as { notes: number }
  copy.close()
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${path}.copy${suffix}`, { force: true })
  return notes
}
