import "../support/database.ts"
import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { after, afterEach, before, test } from "node:test"
import knex from "knex"
import { database } from "../../db/index.ts"
import { databaseSettings } from "../../db/settings.ts"
import { queue } from "../../jobs/queue.ts"
import { buildApp } from "../../server/app.ts"
import { boot } from "../../server/boot.ts"
import { cable } from "../../server/cable/cable.ts"
import { config } from "../../server/config.ts"
import { loadInstallation } from "../../server/lib/installation.ts"
import { Client } from "../support/client.ts"
import { fieldValue } from "../support/html.ts"
import { createStoryteller, openThread, STORYTELLER, send } from "../support/story_forms.ts"

// In this process, as a connection's own settings are what makes its disk full.
const server = createServer(buildApp())
const ADA = { email: "ada@example.com", password: "once upon a time" }
const WORDS = `Tell me of\n<the> lighthouse ${"and more ".repeat(2_000)}`
let url: string
let reader: Client
let thread: string

before(async () => {
  boot()
  await loadInstallation()
  await once(server.listen(0, "127.0.0.1"), "listening")
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  reader = new Client(url)
  const { status } = await reader.post("/users", {
    "user[full_name]": "Ada",
    "user[email]": ADA.email,
    "user[password]": ADA.password,
  })
  assert.equal(status, 303)
  await createStoryteller(reader)
  thread = await openThread(reader)
})
afterEach(async () => {
  await database.raw("PRAGMA max_page_count = 1000000")
  await database.raw("PRAGMA query_only = 0")
})
after(async () => {
  server.closeAllConnections()
  server.close()
  await queue.close(0)
  await cable.close()
})

for (const [what, fill, sentence] of [
  ["is full", fillDisk, /Nothing can be saved right now\. Keep your words, and tell who runs this app\./],
  ["takes nothing", () => database.raw("PRAGMA query_only = 1"), /Nothing can be saved right now/],
] as const) {
  test(`a disk that ${what} is said, and every word is still there`, async () => {
    await fill()

    for (const turboStream of [true, false]) {
      const { status, headers, text } = await send(reader, thread, WORDS, {}, { turboStream })
      assert.equal(status, 503)
      assert.equal(headers.get("retry-after"), "60")
      assert.match(text, sentence)
      assert.equal(fieldValue(text, "unsent"), WORDS)
    }
    const long = { ...STORYTELLER, "storyteller[instructions]": WORDS }
    const { status, text } = await reader.post("/storytellers", long)
    assert.equal(status, 503)
    assert.equal(fieldValue(text, "unsent_storyteller_instructions_"), WORDS)
    assert.equal((await reader.get(thread)).status, 200)
  })

  test(`where a disk ${what}, a right password is not a wrong one, and a page can still be read`, async () => {
    await fill()
    for (let tries = 0; tries < 11; tries++) {
      const { status, text } = await new Client(url).post("/session", ADA)
      assert.equal(status, 503)
      assert.match(text, sentence)
      assert.equal(fieldValue(text, "email"), ADA.email)
    }
    await database.raw("PRAGMA query_only = 0")
    await database.raw("PRAGMA max_page_count = 1000000")
    assert.equal((await new Client(url).post("/session", ADA)).status, 303)

    await database("sessions").update({ lastActiveAt: new Date(Date.now() - 7_200_000) })
    await fill()
    assert.equal((await reader.get("/storytellers")).status, 200)
  })
}

test("a database that another process holds is said, and the words are kept", async () => {
  const other = knex(databaseSettings(config.databaseUrl))
  await database.raw("PRAGMA busy_timeout = 20")
  await other.raw("BEGIN IMMEDIATE")

  const { status, headers, text } = await send(reader, thread, WORDS)
  assert.deepEqual([status, headers.get("retry-after")], [503, "5"])
  assert.match(text, /Nothing can be saved or read right now\. Wait a moment, then try again\./)
  assert.equal(fieldValue(text, "unsent"), WORDS)

  await other.raw("ROLLBACK")
  await other.destroy()
  assert.equal((await send(reader, thread, WORDS)).status, 303)
})

/** To the last page: nothing that needs a further one fits. */
async function fillDisk() {
  const [{ pageCount }] = await database.raw("PRAGMA page_count")
  await database.raw(`PRAGMA max_page_count = ${pageCount}`)
  const user = await database("users").first()
  const times = { lastActiveAt: new Date(), createdAt: new Date(), updatedAt: new Date() }
  const fill = async (count: number): Promise<void> => {
    const tokenDigest = `${count} ${Math.random()}`.padEnd(64, "x")
    await database("sessions").insert({ userId: user.id, tokenDigest, ...times })
    if (count < 500) await fill(count + 1)
  }
  await assert.rejects(fill(0), { code: "SQLITE_FULL" })
}
