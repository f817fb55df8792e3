import assert from "node:assert/strict"
import { test } from "node:test"
import pg from "pg"
import { startApp } from "../support/app_server.ts"
import { Client } from "../support/client.ts"
import { startPostgres } from "../support/postgres.ts"
import { startRedis } from "../support/redis.ts"
import { until } from "../support/until.ts"

test("the app is up while its database and its cable are, and names the one that is not", async (t) => {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  t.after(() => Promise.all([postgres.stop(), redis.stop()]))
  const databaseUrl = await postgres.createDatabase()
  const app = await startApp({ env: { DATABASE_URL: databaseUrl, REDIS_URL: redis.url } })
  t.after(() => app.stop())
  const client = new Client(app.url)

  const up = await client.get("/up")
  assert.deepEqual([up.status, up.text], [200, "up"])
  assert.match(up.headers.get("content-type") ?? "", /^text\/plain/)

  await allowWrites(postgres.url, databaseUrl, false)
  // The first may meet a connection that was ended, the second has one that only reads.
  await client.get("/up")
  const readOnly = await client.get("/up")
  assert.deepEqual([readOnly.status, readOnly.text], [503, "down: database"])
  await allowWrites(postgres.url, databaseUrl, true)
  await until(async () => (await client.get("/up")).text === "up")

  await dropDatabase(postgres.url, databaseUrl)
  const without = await client.get("/up")
  assert.deepEqual([without.status, without.text], [503, "down: database"])

  await redis.stop()
  const down = await until(async () => {
    const answer = await client.get("/up")
    return answer.text.includes("cable") ? answer : undefined
  })
  assert.deepEqual([down.status, down.text], [503, "down: database, cable"])
})

/** A server that only reads, such as a standby, answers whatever is asked of it. */
async function allowWrites(server: string, databaseUrl: string, allowed: boolean) {
  const name = nameOf(databaseUrl)
  await run(
    server,
    `ALTER DATABASE "${name}" SET default_transaction_read_only = ${!allowed}`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  )
}

async function dropDatabase(server: string, databaseUrl: string) {
  await run(server, `DROP DATABASE "${nameOf(databaseUrl)}" WITH (FORCE)`)
}

async function run(server: string, ...statements: string[]) {
  const client = new pg.Client(`${server}/postgres`)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

function nameOf(databaseUrl: string) {
  return new URL(databaseUrl).pathname.slice(1)
}
