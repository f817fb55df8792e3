import assert from "node:assert/strict"
import { after, describe, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"
import type { Watcher } from "../jobs/support/watcher.ts"
import { startOwnPostgres } from "../support/postgres.ts"
import { until } from "../support/until.ts"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

/** Milliseconds. */
const AWAY = 10_000
/** All have been delivered long before the database is back. */
const TERMS = { tokens: 60, pace: [10, 60] } as const
const NOTE = "The answer is all here; saving it takes longer than usual"

const server = await startOwnPostgres()
const [postgres, sqlite, embedded] = await Promise.all([
  startDrills({ postgres: server }),
  startDrills(),
  startEmbeddedDrills(),
])
after(() => Promise.all([postgres, sqlite, embedded].map((on) => on.close())))

const cases = [
  ["SQLite is locked", sqlite],
  ["SQLite is locked, in one process", embedded],
] as const

describe("answers end while the database is away for ten seconds", { concurrency: true }, () => {
  test("PostgreSQL is down: pages say so, and every answer is complete and paid once", async (t) => {
    const drill = postgres.drill(t)
    await drill.ask(8, TERMS)
    await drill.strike(async () => {
      await server.kill()
      const open = drill.answers.filter(({ watchers }) => !watchers.every(hasEnded))
      assert.ok(open.length > 0)
      for (const { watchers } of open) {
        await until(() =>
          watchers.every((watcher) => watcher.messages.at(-1)?.includes(NOTE) || hasEnded(watcher)),
        )
      }
      await pause(AWAY)
      await server.start()
    }, 0.3)
    await drill.allEnd({ status: "completed" })
    drill.report("PostgreSQL down for 10 s after the end")
  })

  for (const [name, on] of cases) {
    test(`${name}: every answer is complete and paid once`, async (t) => {
      const drill = on.drill(t)
      await drill.ask(8, TERMS)
      await drill.strike(() => lock(on.stage.app.databaseUrl), 0.3)
      await drill.allEnd({ status: "completed" })
      drill.report(`${name} for 10 s around the end`)
    })
  }
})

/** On a slow machine the first one may have, before the last one began. */
function hasEnded({ answers }: Watcher) {
  return answers.at(-1)?.startsWith("completed") ?? false
}

async function lock(url: string) {
  const another = knex(databaseSettings(url))
  await another.raw("BEGIN EXCLUSIVE")
  await pause(AWAY)
  await another.raw("COMMIT")
  await another.destroy()
}
