import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { Request } from "express"
import { cable } from "../../server/cable/cable.ts"
import { signIn } from "../../server/models/sign_in.ts"
import { SignInLimit } from "../../server/models/sign_in_limit.ts"
import { signUp } from "../../server/models/sign_up.ts"
import { User } from "../../server/models/user.ts"

// How long an answer takes says nothing on a busy machine; the processor's time is what it took.

const ADA = { fullName: "Ada", email: "ada@example.com", password: "once upon a time" }
let one: number

before(async () => {
  one = await cost(() => signUp(User.build(ADA), limit()))
})
after(() => cable.close())

test("to be refused an address that has an account costs as much as to sign up with a new one", async () => {
  assertSame(await cost(() => signUp(User.build({ ...ADA, password: "open sesame" }), limit())))
})

test("an address that nobody has costs as much to sign in with as somebody's", async () => {
  assertSame(await cost(() => signIn(ADA.email, "open sesame", limit())))
  assertSame(await cost(() => signIn("nobody@example.com", "open sesame", limit())))
  assertSame(await cost(() => signIn("", "", limit())))
})

function assertSame(other: number) {
  assert.ok(other > one / 3 && other < one * 3, `${other} µs, and ${one} µs to sign up`)
}

/** In microseconds of this process, all of its threads. */
async function cost(work: () => Promise<unknown>) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

function limit() {
  return new SignInLimit({ ip: "192.0.2.1", headers: {} } as unknown as Request, ADA.email)
}
