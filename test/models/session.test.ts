import "../support/database.ts"
import assert from "node:assert/strict"
import { IncomingMessage } from "node:http"
import { Socket } from "node:net"
import { after, before, test } from "node:test"
import { connection } from "../../db/index.ts"
import { cable } from "../../server/cable/cable.ts"
import { Session } from "../../server/models/session.ts"
import { User } from "../../server/models/user.ts"

const HOUR = 60 * 60 * 1_000
const MONTH = 30 * 24 * HOUR
let user: User

before(async () => {
  user = await User.create({ fullName: "Ada", email: "ada@example.com", password: "once upon a time" })
})
after(() => cable.close())

test("a cookie's token leads to its session and to who is signed in", async () => {
  const token = await Session.start(user, "A browser")
  const session = await Session.of(requestWith(token))

  assert.equal(session?.userAgent, "A browser")
  assert.equal((await session?.user())?.id, user.id)
})

test("the database holds nothing that could be put into a cookie", async () => {
  const token = await Session.start(user, undefined)
  const session = await Session.of(requestWith(token))

  assert.doesNotMatch(JSON.stringify(session), new RegExp(token))
  assert.equal(await Session.of(requestWith(session?.tokenDigest ?? "")), undefined)
})

test("no cookie, an empty one and an unknown one lead to nothing", async () => {
  for (const token of [undefined, "", "unknown", "a b", "%00"]) {
    assert.equal(await Session.of(requestWith(token)), undefined)
  }
})

test("a session that is used stays, one that is not is over after a month", async () => {
  const token = await Session.start(user, "x".repeat(1_000))
  const session = await Session.of(requestWith(token))
  assert.equal(session?.userAgent?.length, 255)

  await session.update({ lastActiveAt: new Date(Date.now() - MONTH + HOUR) })
  assert.ok(await Session.of(requestWith(token)))
  assert.ok(Date.now() - (await session.reload()).lastActiveAt.getTime() < HOUR)

  await session.update({ lastActiveAt: new Date(Date.now() - MONTH - 1) })
  assert.equal(await Session.of(requestWith(token)), undefined)
})

test("not every request writes", async () => {
  const token = await Session.start(user, undefined)
  const session = await Session.of(requestWith(token))
  const lastActiveAt = new Date(Date.now() - HOUR / 2)
  await session?.update({ lastActiveAt })

  await Session.of(requestWith(token))
  assert.deepEqual((await session?.reload())?.lastActiveAt, lastActiveAt)
})

test("those that are over, unknown, or of a user who is not there are not alive", async () => {
  const [alive, over, orphaned] = await Promise.all([started(user), started(user), started(await somebody())])
  await over.update({ lastActiveAt: new Date(Date.now() - MONTH - HOUR) })
  assert.deepEqual(
    await Session.alive([alive.id, over.id, orphaned.id, 2 ** 31 - 1]),
    new Set([alive.id, orphaned.id]),
  )

  // As by a hand in the file: SQLite minds foreign keys only where it is told to.
  await connection().raw("pragma foreign_keys = off")
  await User.query().where({ id: orphaned.userId }).delete()
  await connection().raw("pragma foreign_keys = on")
  assert.deepEqual(await Session.alive([alive.id, orphaned.id]), new Set([alive.id]))
  assert.deepEqual(await Session.alive([]), new Set())
})

async function started(user: User) {
  return (await Session.of(requestWith(await Session.start(user, undefined)))) as Session
}

function somebody() {
  return User.create({ fullName: "Bob", email: "bob@example.com", password: "once upon a time" })
}

function requestWith(token: string | undefined) {
  const request = new IncomingMessage(new Socket())
  if (token !== undefined) request.headers.cookie = `session_token=${token}`
  return request
}
