import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import knex from "knex"
import { toSnakeCase } from "../../db/naming.ts"
import { databaseSettings } from "../../db/settings.ts"
import { Assistant, AssistantThread, Message, Run } from "../../server/ai_engine/index.ts"
import { boot } from "../../server/boot.ts"
import type { RecordClass } from "../../server/lib/application_record.ts"
import { cable } from "../../server/cable/cable.ts"
import { Session } from "../../server/models/session.ts"
import { Storyteller } from "../../server/models/storyteller.ts"
import { User } from "../../server/models/user.ts"
import { migrate } from "../support/app_database.ts"
import { startPostgres } from "../support/postgres.ts"

const CLASSES = [User, Session, Storyteller, Assistant, AssistantThread, Run, Message] as RecordClass[]

before(boot)
after(() => cable.close())

test("each limit of a column that PostgreSQL has is known to its record", async () => {
  const postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await migrate(url)
  const database = knex(databaseSettings(url))

  for (const { tableName, limits } of CLASSES) {
    const rows = await database("information_schema.columns")
      .where({ tableName, tableSchema: "public" })
      .whereNotNull("characterMaximumLength")
    const inSchema = rows.map((row) => [row.columnName, row.characterMaximumLength]).sort()
    const known = Object.entries(limits).map(([name, most]) => [toSnakeCase(name), most])

    assert.deepEqual(known.sort(), inSchema, tableName)
  }
  await database.destroy()
  await postgres.stop()
})

test("what is longer than its column is an error at the field, by characters as PostgreSQL counts them", async () => {
  for (const recordClass of CLASSES) {
    for (const [name, most] of Object.entries(recordClass.limits)) {
      // Remote ids have a limit of their own, and are made of letters that are one unit each.
      for (const letter of name === "remoteId" ? ["x", "é"] : ["x", "é", "😀"]) {
        const [fits, tooLong] = [most, most + 1].map((length) => {
          return recordClass.build({ [name]: letter.repeat(length) } as object)
        })
        await fits?.valid()
        assert.doesNotMatch(
          fits?.errors.on(name).join() ?? "",
          /characters/,
          `${recordClass.recordType} ${name}`,
        )
        assert.equal(await tooLong?.valid(), false)
        assert.equal(tooLong?.errors.on(name).length, 1, `${recordClass.recordType} ${name}`)
      }
    }
  }
})

test("NUL is an error at each field, and half a character is stored as what stands for none", async () => {
  for (const recordClass of CLASSES) {
    for (const name of ["name", "title", "content", "clientId", "remoteId", "userAgent", "fullName"]) {
      if (!recordClass.columns.includes(name)) continue
      const record = recordClass.build({ [name]: "a\0b" } as object)
      await record.valid()
      assert.match(record.errors.on(name).join(), /NUL/, `${recordClass.recordType} ${name}`)
    }
  }
  const thread = AssistantThread.build({ title: "half \ud83d" })
  await thread.valid()
  assert.equal(thread.title, "half \ufffd")
})

test("a run's end is stored whatever a provider calls it", async () => {
  const user = await User.create({ fullName: "Ada", email: "ada@example.com", password: "once upon a time" })
  const thread = user.buildAssistantThread()
  await thread.save()
  const words = { assistantName: "Zeno", model: "gpt-6-luna", instructions: "Tell." }
  const run = Run.build({ ...words, assistantThreadId: thread.id, attempt: 1, status: "queued" })
  await run.save()

  await run.end({ status: "failed", errorCode: `\0${"code ".repeat(100)}`, errorMessage: "It \0 broke." })
  assert.equal(run.errorCode?.length, 100)
  assert.deepEqual([run.errorCode?.[0], run.errorMessage], ["\ufffd", "It \ufffd broke."])
})
