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

async function dropDatabase(server: string, databaseUrl: string) {
  const client = new pg.Client(`${server}/postgres`)
  await client.connect()
  await client.query(`DROP DATABASE "${new URL(databaseUrl).pathname.slice(1)}" WITH (FORCE)`)
  await client.end()
}
