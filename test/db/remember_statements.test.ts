import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type TestContext, test } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"

/** Two processes' connections to one database that has a table of lamps. */
async function lampStore(t: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-"))
  const settings = databaseSettings(`sqlite:${directory}/test.sqlite3`)
  const [ours, others] = [knex(settings), knex(settings)]
  t.after(async () => {
    await Promise.all([ours.destroy(), others.destroy()])
    await rm(directory, { recursive: true })
  })

  await ours.schema.createTable("lamps", (table) => {
    table.increments("id")
  })
  await ours("lamps").insert({})
  return { ours, others }
}

test("a query that was asked before sees the columns that another process has added and taken away", async (t) => {
  const { ours, others } = await lampStore(t)
  assert.deepEqual(await ours("lamps").select(), [{ id: 1 }])

  await others.schema.alterTable("lamps", (table) => {
    table.string("owner").defaultTo("Aladdin")
  })
  assert.deepEqual(await ours("lamps").select(), [{ id: 1, owner: "Aladdin" }])

  await others.schema.alterTable("lamps", (table) => {
    table.dropColumn("owner")
  })
  assert.deepEqual(await ours("lamps").select(), [{ id: 1 }])
})

test("a query that was asked before sees what has become of its table here", async (t) => {
  const { ours } = await lampStore(t)
  await ours("lamps").select()

  await ours.schema.dropTable("lamps")
  await assert.rejects(ours("lamps").select(), { message: /no such table: lamps/ })

  await ours.schema.createTable("lamps", (table) => {
    table.string("owner")
  })
  await ours("lamps").insert({ owner: "Jafar" })
  assert.deepEqual(await ours("lamps").select(), [{ owner: "Jafar" }])
})

test("a query that failed can be asked again", async (t) => {
  const { ours } = await lampStore(t)
  const insert = (id: number) => ours("lamps").insert({ id })

  await assert.rejects(insert(1), { code: /^SQLITE_CONSTRAINT/ })
  await insert(2)
  assert.deepEqual(await ours("lamps").pluck("id"), [1, 2])
})

test("a pragma is obeyed each time", async (t) => {
  const { ours } = await lampStore(t)
  const foreignKeys = async () => (await ours.raw("PRAGMA foreign_keys"))[0].foreignKeys

  for (const state of [0, 1, 0, 1]) {
    await ours.raw(`PRAGMA foreign_keys = ${state}`)
    assert.equal(await foreignKeys(), state)
  }
})
