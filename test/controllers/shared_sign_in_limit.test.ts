import assert from "node:assert/strict"
import { after, test } from "node:test"
import { startApp } from "../support/app_server.ts"
import { Client, signedUp } from "../support/client.ts"
import { startPostgres } from "../support/postgres.ts"
import { startRedis } from "../support/redis.ts"
import { until } from "../support/until.ts"

const redis = await startRedis()
const postgres = await startPostgres()
const env = { REDIS_URL: redis.url, DATABASE_URL: await postgres.createDatabase() }
const first = await startApp({ env })
const second = await startApp({ env })
after(async () => {
  await first.stop()
  await second.stop()
  await redis.stop()
  await postgres.stop()
})

test("processes count together; without Redis each counts for itself, and nobody waits for it", async () => {
  await until(async () => (await new Client(first.url).get("/up")).status === 200)
  const [ada, ben, cleo] = [await signedUp(first.url), await signedUp(first.url), await signedUp(first.url)]
  const fails = async (url: string, email: string, times: number) => {
    for (let tries = 0; tries < times; tries++) assert.equal(await signIn(url, email, "open sesame"), 422)
  }

  await fails(first.url, ada.email, 5)
  await fails(second.url, ada.email, 5)
  for (const { url } of [first, second]) assert.equal(await signIn(url, ada.email, ada.password), 429)

  redis.pause()
  assert.equal(await signIn(second.url, cleo.email, cleo.password), 303)
  await fails(second.url, ben.email, 10)
  assert.equal(await signIn(second.url, ben.email, ben.password), 429)
  redis.resume()

  await redis.kill()
  await fails(first.url, cleo.email, 10)
  assert.equal(await signIn(first.url, cleo.email, cleo.password), 429)
  assert.equal(await signIn(second.url, cleo.email, cleo.password), 303)

  await redis.start()
  await until(async () => {
    const { email } = await signedUp(first.url)
    await fails(first.url, email, 10)
    return (await signIn(second.url, email, "open sesame")) === 429
  })
})

let tries = 0

/** Each from an address of its own. */
async function signIn(url: string, email: string, password: string) {
  tries += 1
  const headers = { "X-Forwarded-For": `10.0.${tries >> 8}.${tries & 255}` }
  const body = new URLSearchParams({ email, password })
  return (await new Client(url).request("/session", { method: "POST", headers, body })).status
}
