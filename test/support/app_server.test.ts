import assert from "node:assert/strict"
import { test } from "node:test"
import { startApp } from "./app_server.ts"
import { signedUp } from "./client.ts"
import { startRedis } from "./redis.ts"

test("the app starts on a database of its own, comes back after a kill, and stops by itself", async (t) => {
  const app = await startApp()
  t.after(() => app.stop())
  const reader = await signedUp(app.url)

  await app.web?.stop("SIGKILL")
  await app.startWeb()
  assert.equal((await reader.get("/")).status, 200)

  await app.stop()
  assert.equal(app.web?.process.exitCode, 0)
})

test("with Redis the worker is a process of its own", async (t) => {
  const redis = await startRedis()
  t.after(() => redis.stop())
  const app = await startApp({ env: { REDIS_URL: redis.url }, worker: true })
  t.after(() => app.stop())

  assert.equal((await (await signedUp(app.url)).get("/up")).status, 200)

  await app.stop()
  assert.equal(app.worker?.process.exitCode, 0)
})
