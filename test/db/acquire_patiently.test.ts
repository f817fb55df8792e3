import assert from "node:assert/strict"
import { after, type TestContext, test } from "node:test"
import knex from "knex"
import { acquirePatiently } from "../../db/acquire_patiently.ts"
import { databaseSettings } from "../../db/settings.ts"
import { withinMilliseconds } from "../../server/lib/deadline.ts"
import { PATIENCE } from "../support/patience.ts"
import { startPostgres } from "../support/postgres.ts"
import { until } from "../support/until.ts"
import { startWay } from "../support/way.ts"

const postgres = await startPostgres()
const url = new URL(await postgres.createDatabase())
const way = await startWay(Number(url.port))
url.port = String(way.port)
after(async () => {
  await way.close()
  await postgres.stop()
})

test("a connection that breaks off is asked for again until one is there", async (t) => {
  const { ask, tries } = open(t, { patience: PATIENCE })
  await way.cut()
  const answer = ask()

  await until(() => tries() >= 3)
  await way.mend()
  await answer
})

test("where none comes, waiting for one has an end", async (t) => {
  const { ask, tries } = open(t, { patience: 0 })
  await way.cut()

  await assert.rejects(ask(), /Connection terminated/)
  assert.ok(tries() <= 2, `${tries()} tries`)
  await way.mend()
})

test("what will not be otherwise soon is said at once", async (t) => {
  const { ask, tries } = open(t, { patience: PATIENCE, path: "/nowhere" })

  await assert.rejects(ask(), { code: "3D000" })
  assert.equal(tries(), 1)
})

function open(t: TestContext, { patience = 0, path = url.pathname }) {
  const database = knex(databaseSettings(new URL(path, url).href))
  t.after(() => database.destroy())
  const acquire = database.client.acquireConnection.bind(database.client)
  let tries = 0
  database.client.acquireConnection = () => {
    tries += 1
    return acquire()
  }
  acquirePatiently(database, patience)
  return {
    ask: () => withinMilliseconds(PATIENCE, Promise.resolve(database.raw("SELECT 1"))),
    tries: () => tries,
  }
}
