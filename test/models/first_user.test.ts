import assert from "node:assert/strict"
import { after, test } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"
import { startApp } from "../support/app_server.ts"
import { Client } from "../support/client.ts"
import { startPostgres } from "../support/postgres.ts"

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
  for (let round = 0; round < 8; round++) {
    await database("users").delete()
    const answers = await Promise.all(["ada", "ben"].map((name) => signUp(`${name}@example.com`)))

    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    )
    assert.equal((await database("users").where({ admin: true })).length, 1)
  }
})

function signUp(email: string) {
  const fields = { "user[full_name]": email, "user[email]": email, "user[password]": "once upon a time" }
  return new Client(app.url).post("/users", fields)
}
