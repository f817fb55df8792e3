import "../support/database.ts"
import assert from "node:assert/strict"
import { after, test } from "node:test"
import type { Request } from "express"
import { cable } from "../../server/cable/cable.ts"
import { TooManyTries } from "../../server/lib/http_error.ts"
import { newKnownDevice } from "../../server/models/known_device.ts"
import { SignInLimit } from "../../server/models/sign_in_limit.ts"

const MINUTE = 60_000

after(() => cable.close())

test("failures at one account count from wherever they come, and are forgotten after a while", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() })
  for (let tries = 0; tries < 10; tries++) {
    const limit = limitFor("ada@example.com", `192.0.2.${tries}`)
    await limit.check()
    await limit.countFailure()
  }

  await assert.rejects(limitFor(" ADA@example.com\0", "198.51.100.1").check(), (error: TooManyTries) => {
    assert.ok(error instanceof TooManyTries)
    assert.deepEqual([error.status, error.retryAfter], [429, 300])
    assert.equal(error.message, "Too many tries. Wait 5 minutes, then sign in again.")
    return true
  })
  await limitFor("ben@example.com", "192.0.2.1").check()

  t.mock.timers.setTime(Date.now() + 4.5 * MINUTE)
  await assert.rejects(limitFor("ada@example.com", "198.51.100.1").check(), /Wait a minute, then/)
  t.mock.timers.setTime(Date.now() + 0.5 * MINUTE)
  await limitFor("ada@example.com", "198.51.100.1").check()
})

test("a browser that knows the account is not locked out by others, and has tries of its own", async () => {
  const email = "cleo@example.com"
  const known = { cookie: `known_device=${newKnownDevice(email)}` }
  for (let tries = 0; tries < 10; tries++) await limitFor(email, `192.0.2.${tries}`).countFailure()

  await assert.rejects(limitFor(email, "203.0.113.1").check(), TooManyTries)
  await limitFor(email, "203.0.113.1", known).check()

  for (let tries = 0; tries < 10; tries++) await limitFor(email, "203.0.113.1", known).countFailure()
  await assert.rejects(limitFor(email, "203.0.113.1", known).check(), TooManyTries)
})

test("a browser is known to the account alone that it was signed in to, and nobody can say so themselves", async () => {
  const email = "emil@example.com"
  for (let tries = 0; tries < 10; tries++) await limitFor(email, `192.0.2.${tries}`).countFailure()

  const [name] = newKnownDevice(email).split(".")
  for (const value of [
    newKnownDevice("other@example.com"),
    `${name}.forged`,
    `${name}.`,
    `${name}`,
    "",
    ".",
    "%00",
  ]) {
    const limit = limitFor(email, "203.0.113.2", { cookie: `known_device=${value}` })
    await assert.rejects(limit.check(), TooManyTries, value)
  }
})

for (const [line, same, other] of [
  ["203.0.113.9", "::ffff:203.0.113.9", "203.0.113.10"],
  ["2001:db8:1:1::1", "2001:db8:1:1:ffff::9", "2001:db8:1:2::1"],
]) {
  test(`failures from ${line} count over all accounts, and not those of ${other}`, async () => {
    for (let tries = 0; tries < 50; tries++) {
      const limit = limitFor(`somebody.${tries}@example.com`, line)
      await limit.check()
      await limit.countFailure()
    }

    for (const address of [line, same]) {
      await assert.rejects(limitFor("fay@example.com", address).check(), TooManyTries)
    }
    await limitFor("fay@example.com", other).check()
  })
}

test("signing up has a limit for each address, and one for addresses that were refused", async () => {
  for (let times = 0; times < 50; times++) {
    await limitFor("gus@example.com", "203.0.113.20").checkSignUp()
    await limitFor("gus@example.com", "203.0.113.20").countSignUp()
  }
  await assert.rejects(
    limitFor("gus@example.com", "203.0.113.20").checkSignUp(),
    /Wait 60 minutes, then sign up/,
  )

  for (let times = 0; times < 10; times++) {
    await limitFor(`hal.${times}@example.com`, "203.0.113.21").checkSignUp()
    await limitFor(`hal.${times}@example.com`, "203.0.113.21").countRefusedSignUp()
  }
  await assert.rejects(limitFor("ida@example.com", "203.0.113.21").checkSignUp(), TooManyTries)
  await limitFor("ida@example.com", "203.0.113.21").check()
  await limitFor("ida@example.com", "203.0.113.22").checkSignUp()
})

function limitFor(email: string, ip: string | undefined, headers: Record<string, string> = {}) {
  return new SignInLimit({ ip, headers } as unknown as Request, email)
}
