import { after, describe, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import knex, { type Knex } from "knex"
import { databaseSettings } from "../../db/settings.ts"
import type { DrillStage } from "./support/drill_stage.ts"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

const LOCKED = 3_000
/** Some end while the database is locked, others after that. */
const TERMS = { tokens: 120, pace: [10, 60] } as const

const [sqlite, postgres, embedded] = await Promise.all([
  startDrills(),
  startDrills({ postgres: true }),
  startEmbeddedDrills(),
])
after(() => Promise.all([sqlite, postgres, embedded].map((on) => on.close())))

const cases: [string, DrillStage, (database: Knex) => Promise<void>][] = [
  ["SQLite", sqlite, lockSqlite],
  ["PostgreSQL", postgres, lockPostgres],
  ["SQLite, in one process", embedded, lockSqlite],
]

describe("the database is locked for three seconds in mid-stream", { concurrency: true }, () => {
  for (const [name, on, lock] of cases) {
    test(`${name}: it costs nothing but the wait`, async (t) => {
      const another = knex(databaseSettings(on.stage.app.databaseUrl))
      t.after(() => another.destroy())
      const drill = on.drill(t)
      await drill.ask(8, TERMS)

      await drill.strike(() => lock(another))
      await drill.allEnd({ status: "completed" })
      drill.report(`${name} locked for 3 s`)
    })
  }
})

async function lockSqlite(database: Knex) {
  await database.raw("BEGIN EXCLUSIVE")
  await pause(LOCKED)
  await database.raw("COMMIT")
}

async function lockPostgres(database: Knex) {
  await database.transaction(async (transaction) => {
    await transaction.raw("LOCK TABLE ai_engine_runs, ai_engine_messages IN ACCESS EXCLUSIVE MODE")
    await pause(LOCKED)
  })
}
