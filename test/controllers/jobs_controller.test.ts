import assert from "node:assert/strict"
import { after, test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"
import { startRedis } from "../support/redis.ts"

const redis = await startRedis()
after(() => redis.stop())
const { url, admin } = await openApp({ REDIS_URL: redis.url })
const inProcess = await openApp()

test("the admin sees the jobs, with all the dashboard loads", async () => {
  const { status, text } = await admin.get("/jobs")
  assert.equal(status, 200)

  const assets = [...text.matchAll(/(?:src|href)="(\/?[^"]*static[^"]*)"/g)].map(([, path = ""]) => path)
  assert.ok(assets.length > 0)
  for (const path of assets)
    assert.equal((await admin.get(new URL(path, `${url}/jobs/`).pathname)).status, 200)

  const queues = await admin.get("/jobs/api/queues")
  assert.match(queues.text, /"name":"jobs"/)
})

test("nobody else does, nor anything below", async () => {
  const reader = await signedUp(url)

  for (const path of ["/jobs", "/jobs/api/queues", "/jobs/static/css/main.css"]) {
    assert.equal((await reader.get(path)).status, 404, path)
  }
  assert.equal((await reader.request("/jobs/api/queues/pause", { method: "PUT" })).status, 404)
})

test("guests are asked to sign in", async () => {
  const guest = new Client(url)

  for (const path of ["/jobs", "/jobs/api/queues"]) {
    assert.equal((await guest.get(path)).location, `/session/new?return_to=${encodeURIComponent(path)}`)
  }
  assert.equal((await guest.request("/jobs/api/queues/pause", { method: "PUT" })).status, 401)
})

test("only the admin is shown the way, and only where there is one", async () => {
  const wayThere = /href="\/jobs"/

  assert.match((await admin.get("/")).text, wayThere)
  assert.doesNotMatch((await (await signedUp(url)).get("/")).text, wayThere)
  assert.doesNotMatch((await inProcess.admin.get("/")).text, wayThere)
})

test("without Redis there is a sentence in its place", async () => {
  const { status, text } = await inProcess.admin.get("/jobs")

  assert.equal(status, 404)
  assert.match(text, /Without Redis .* there is no queue to look at\./)
})
