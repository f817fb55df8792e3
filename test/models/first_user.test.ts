import assert from "node:assert/strict"
import { after, test } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"
import { startApp } from "../support/app_server.ts"
import { Client } from "../support/client.ts"
import { startPostgres } from "../support/postgres.ts"
import { until } from "../support/until.ts"

const postgres = await startPostgres()
const env = { DATABASE_URL: await postgres.createDatabase() }
const app = await startApp({ env })
const database = knex(databaseSettings(app.databaseUrl))
after(async () => {
  await app.stop()
  await database.destroy()
  await postgres.stop()
})

test("of those who sign up first at the same moment, one is the admin", async () => {
  for (let round = 0; round < 5; round++) {
    await database("users").delete()
    const statuses = await atOnce(() => Promise.all([signUp("ada@example.com"), signUp("ben@example.com")]))

    assert.deepEqual(statuses, [303, 303])
    assert.equal((await database("users").where({ admin: true })).length, 1)
  }
})

/** Both wait to be written, having seen nobody, before either is. */
async function atOnce<Result>(work: () => Promise<Result>): Promise<Result> {
  const lock = await database.transaction()
  await lock.raw("LOCK TABLE users IN SHARE MODE")
  const done = work()
  await until(async () => {
    const { rows } = await database.raw(
      "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass",
    )
    return rows.length === 2
  })
  await lock.commit()
  return done
}

async function signUp(email: string) {
  const fields = { "user[full_name]": email, "user[email]": email, "user[password]": "once upon a time" }
  return (await new Client(app.url).post("/users", fields)).status
}
