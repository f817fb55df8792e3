import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { startApp } from "../support/app_server.ts"
import { Client } from "../support/client.ts"
import { startRedis } from "../support/redis.ts"
import { until } from "../support/until.ts"

const directory = await mkdtemp(join(tmpdir(), "storytellers-redis-"))
const redis = await startRedis({ dir: directory })
const app = await startApp({ env: { REDIS_URL: redis.url } })
const client = new Client(app.url)

after(async () => {
  await app.stop()
  await redis.stop()
  await rm(directory, { recursive: true, force: true })
})

for (const [state, begin, end] of [
  [
    "is full",
    () => redis.command("CONFIG", "SET", "maxmemory", "1"),
    () => redis.command("CONFIG", "SET", "maxmemory", "0"),
  ],
  [
    "only reads",
    () => redis.command("REPLICAOF", "127.0.0.1", "1"),
    () => redis.command("REPLICAOF", "NO", "ONE"),
  ],
  ["can't save its data", failToSave, () => redis.command("CONFIG", "SET", "save", "")],
] as const) {
  test(`a Redis that answers, but ${state}, is down`, async () => {
    await until(async () => (await client.get("/up")).status === 200)

    await begin()
    const { status, text } = await client.get("/up")
    assert.deepEqual([status, text], [503, "down: cable"])

    await end()
    await until(async () => (await client.get("/up")).status === 200)
  })
}

test("all of that is one warning", () => {
  const warnings = app.log.split("\n").filter((line) => /^(warn|error):/.test(line))
  assert.equal(warnings.length, 1, app.log)
  assert.match(warnings[0] ?? "", /Redis can't be used .* reason="OOM/)
})

async function failToSave() {
  await redis.command("CONFIG", "SET", "save", "3600 1")
  await rm(directory, { recursive: true })
  await redis.command("BGSAVE")
  await until(async () =>
    /rdb_last_bgsave_status:err/.test(String(await redis.command("INFO", "persistence"))),
  )
}
