import assert from "node:assert/strict"
import { after, test } from "node:test"
import { startApp } from "../support/app_server.ts"
import { cablePath, endingOf, followCable, refusedCable } from "../support/cable_client.ts"
import { Client, signedUp } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"
import { startPostgres } from "../support/postgres.ts"
import { startRedis } from "../support/redis.ts"
import { idOf, openThread } from "../support/story_forms.ts"

// Two web processes: each test has a socket in both of them. The tests of system/staying_connected have one, on SQLite.
const [redis, postgres] = await Promise.all([startRedis(), startPostgres()])
const env = { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url }
const { url, database } = await openApp(env)
const other = await startApp({ env })
after(async () => {
  await other.stop()
  await redis.stop()
  await postgres.stop()
})

const SIGNED_OUT = { code: 4401, reason: "Your session has ended. Sign in again." }
const DELETED = { code: 4404, reason: "This thread was deleted." }

test("signing out closes the sockets of this session in every process, and of no other", async (t) => {
  const { reader, path, sockets } = await reading()
  const elsewhere = new Client(url)
  await elsewhere.post("/session", { email: reader.email, password: reader.password })
  const stays = await followCable(elsewhere, path)
  const stranger = await reading()

  const start = Date.now()
  await reader.delete("/session")
  const endings = await endAs(sockets, SIGNED_OUT)
  t.diagnostic(`closed after ${Math.max(...endings.map(({ at }) => at)) - start} ms`)
  assert.equal(stays.socket.readyState, 1)
  assert.ok(stranger.sockets.every(({ socket }) => socket.readyState === 1))
  for (const { close } of [stays, ...stranger.sockets]) close()
})

test("deleting a session closes its sockets", async () => {
  const { reader, userId, sockets } = await reading()
  await database("sessions").where({ userId }).delete()
  await endAs(sockets, SIGNED_OUT)
  assert.equal((await reader.get("/assistant_threads")).status, 303)
})

test("a session that nobody has used for a month closes its sockets", async () => {
  const { userId, sockets } = await reading()
  await database("sessions")
    .where({ userId })
    .update({ lastActiveAt: new Date(Date.now() - 31 * 24 * 60 * 60 * 1000) })
  await endAs(sockets, SIGNED_OUT)
})

test("deleting a user closes their sockets", async () => {
  const { userId, sockets } = await reading()
  await database("users").where({ id: userId }).delete()
  await endAs(sockets, SIGNED_OUT)
})

test("deleting a thread closes its sockets, lets nobody in again, and leaves the other threads alone", async () => {
  const { reader, thread, path, sockets } = await reading()
  const another = await followCable(reader, cablePath((await reader.get(await openThread(reader))).text))

  await reader.delete(thread)
  await endAs(sockets, DELETED)
  assert.equal((await refusedCable(reader, path)).status, 404)
  assert.equal((await reader.get(path)).status, 404)
  assert.equal(another.socket.readyState, 1)
  another.close()
})

test("a thread that is given to somebody else closes the sockets of who had it", async () => {
  const { thread, sockets } = await reading()
  const { userId } = await reading()
  await database("ai_engine_assistant_threads")
    .where({ id: idOf(thread) })
    .update({ threadableId: userId })
  await endAs(sockets, DELETED)
})

test("a user has fifty sockets in a process; one more is closed, and is told why", async () => {
  const reader = await signedUp(url)
  const path = cablePath((await reader.get(await openThread(reader))).text)
  const sockets = await Promise.all(Array.from({ length: 50 }, () => followCable(reader, path)))

  const { code, reason } = await endingOf(await followCable(reader, path))
  assert.deepEqual(
    [code, reason],
    [4429, "You have 50 pages open that are kept up to date. Close one, and this one goes on."],
  )
  assert.ok(sockets.every(({ socket }) => socket.readyState === 1))
  for (const { close } of sockets) close()
})

/** Somebody new with a page open in both processes. */
async function reading() {
  const reader = await signedUp(url)
  const thread = await openThread(reader)
  const path = cablePath((await reader.get(thread)).text)
  const here = await followCable(reader, path)
  const there = await followCable(reader, path, {}, other.url)
  const { id: userId } = await database("users").where({ email: reader.email }).first()
  return { reader, userId, thread, path, sockets: [here, there] }
}

async function endAs(sockets: Parameters<typeof endingOf>[0][], ending: { code: number; reason: string }) {
  const endings = await Promise.all(sockets.map(endingOf))
  for (const { code, reason } of endings) assert.deepEqual({ code, reason }, ending)
  return endings
}
