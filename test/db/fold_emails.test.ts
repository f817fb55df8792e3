import assert from "node:assert/strict"
import { test } from "node:test"
import { startApp } from "../support/app_server.ts"
import { Client } from "../support/client.ts"
import { createPerson, PASSWORD } from "../support/people.ts"
import { DATABASES, databaseBefore } from "./support/migrated_database.ts"

const MIGRATION = "20261125000004_keep_unsent_forms_and_fold_emails.ts"

/** As earlier versions stored what was typed. */
const STORED = {
  "ada@example.com": "ada@example.com",
  "ａｄａ@example.com": "ａｄａ@example.com",
  "ben\u200b@example.com": "ben@example.com",
  "jose\u0301@example.com": "josé@example.com",
  "straße@example.com": "straße@example.com",
  "\u200b@example.com": "\u200b@example.com",
}

for (const name of DATABASES) {
  test(`accounts of earlier versions are found by what was typed then, on ${name}`, async (t) => {
    const { url, database } = await databaseBefore(MIGRATION, t, name)
    for (const email of Object.keys(STORED)) {
      const person = await createPerson(url, "Somebody")
      await database("users")
        .where({ email: person.email })
        .update({ email, fullName: `Typed ${email}` })
    }
    await database.migrate.up({ name: MIGRATION })
    assert.deepEqual(await database("users").orderBy("id").pluck("email"), Object.values(STORED))

    const app = await startApp({ env: { DATABASE_URL: url } })
    t.after(() => app.stop())
    for (const email of Object.keys(STORED)) {
      const client = new Client(app.url)
      assert.equal((await client.post("/session", { email, password: PASSWORD })).status, 303, email)
      assert.ok((await client.get("/")).text.includes(`Typed ${email}`), email)
    }
  })
}
