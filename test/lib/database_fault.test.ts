import assert from "node:assert/strict"
import { test } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"
import { databaseFault } from "../../server/lib/database_fault.ts"
import { refusalFrom } from "../../server/lib/refusal.ts"
import { startPostgres } from "../support/postgres.ts"
import { until } from "../support/until.ts"
import { startWay } from "../support/way.ts"

const CODES = {
  unique: ["SQLITE_CONSTRAINT_UNIQUE", "23505"],
  reference: ["SQLITE_CONSTRAINT_FOREIGNKEY", "23503"],
  unfit: ["SQLITE_TOOBIG", "22001", "22003", "22021"],
  away: [
    ...["SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED", "53300", "57P01", "57P02", "57P03", "08006"],
    ...[
      "40001",
      "40P01",
      "55P03",
      "57014",
      "ECONNREFUSED",
      "ECONNRESET",
      "ETIMEDOUT",
      "ENOTFOUND",
      "EAI_AGAIN",
    ],
  ],
  full: [
    ...["SQLITE_FULL", "SQLITE_READONLY", "SQLITE_READONLY_DBMOVED", "SQLITE_IOERR_WRITE", "SQLITE_CANTOPEN"],
    ...["53100", "53200", "58030", "25006"],
  ],
}

test("what SQLite, PostgreSQL and the way there say is known by its code", () => {
  for (const [fault, codes] of Object.entries(CODES)) {
    for (const code of codes) assert.equal(databaseFault(Object.assign(new Error(), { code })), fault, code)
  }
})

test("what has no code is known by its words", () => {
  for (const words of [
    "Knex: Timeout acquiring a connection. The pool is probably full.",
    "Connection terminated unexpectedly",
    "Connection terminated due to connection timeout",
    "Client has encountered a connection error and is not queryable",
    "Unable to acquire a connection",
  ]) {
    assert.equal(databaseFault(new Error(words)), "away", words)
  }
})

test("a query whose connection breaks off finds the database away", async (t) => {
  const postgres = await startPostgres()
  const url = new URL(await postgres.createDatabase())
  const witness = knex(databaseSettings(url.href))
  const way = await startWay(Number(url.port))
  url.port = String(way.port)
  const database = knex(databaseSettings(url.href))
  t.after(async () => {
    await Promise.all([database.destroy(), witness.destroy(), way.close()])
    await postgres.stop()
  })

  const answer = assert.rejects(database.raw("SELECT pg_sleep(600)"), (error) => {
    assert.equal(databaseFault(error), "away", String(error))
    return true
  })
  const sleeping =
    "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active'"
  await until(async () => (await witness.raw(sleeping)).rows.length > 0)
  await way.cut()
  await answer
})

test("all else is none of the database's, and a fault of ours", () => {
  for (const error of [
    ...[undefined, null, "08", 8, {}, new Error("SQLITE_FULL"), new TypeError("x is not a function")],
    ...["42P01", "42703", "SQLITE_ERROR", "SQLITE_CORRUPT", "ERR_INVALID_ARG_TYPE", 23505].map((code) => ({
      code,
    })),
  ]) {
    assert.equal(databaseFault(error), undefined)
  }
  assert.equal(refusalFrom({ code: "42P01" }).status, 500)
})

test("each is a refusal with its status, and says when to come back where that helps", () => {
  const statuses = Object.entries(CODES).map(([fault, [code]]) => {
    const { status, retryAfter } = refusalFrom({ code })
    return [fault, status, retryAfter]
  })
  assert.deepEqual(statuses, [
    ["unique", 500, undefined],
    ["reference", 404, undefined],
    ["unfit", 422, undefined],
    ["away", 503, 5],
    ["full", 503, 60],
  ])
})
