import assert from "node:assert/strict"
import { test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"

const { url, database } = await openApp()
const MONTH = 30 * 24 * 60 * 60 * 1_000

test("signing in leads to the storytellers, signing out back to the form", async () => {
  const { email, password } = await signedUp(url)
  const client = new Client(url)
  assert.match((await client.get("/session/new")).text, /<h1>Sign in<\/h1>/)

  const { status, location } = await client.post("/session", { email: ` ${email.toUpperCase()}`, password })
  assert.deepEqual([status, location], [303, "/"])
  assert.equal((await client.get("/")).status, 200)

  const out = await client.delete("/session")
  assert.deepEqual([out.status, out.location], [303, "/session/new"])
  assert.match((await client.get("/session/new")).text, /You are signed out/)
  assert.equal((await client.get("/")).location, "/session/new?return_to=%2F")
})

test("the session's cookie is out of reach for scripts and other sites, and for eavesdroppers", async () => {
  const { email, password } = await signedUp(url)
  const cookies = async (headers: Record<string, string>) => {
    const body = new URLSearchParams({ email, password })
    const response = await new Client(url).request("/session", { method: "POST", headers, body })
    return response.headers.getSetCookie().find((cookie) => cookie.startsWith("session_token=")) ?? ""
  }

  assert.match(await cookies({}), /^session_token=[\w-]{43}; Max-Age=2592000; .*HttpOnly; SameSite=Lax$/)
  assert.match(await cookies({ "X-Forwarded-Proto": "https" }), /HttpOnly; Secure; SameSite=Lax$/)
})

test("a wrong password and an unknown address are answered with the same sentence", async () => {
  const { email } = await signedUp(url)

  for (const address of [email, "nobody@example.com"]) {
    const fields = { email: address, password: "open sesame", return_to: "/storytellers/new" }
    const { status, text } = await new Client(url).post("/session", fields)

    assert.equal(status, 422)
    assert.match(textOf(text, "session_error"), /^That address and password don't belong together\.$/)
    assert.equal(fieldValue(text, "email"), address)
    assert.match(text, /name="return_to" value="\/storytellers\/new"/)
    assert.doesNotMatch(text, /open sesame/)
  }
})

test("too many wrong passwords for one address are turned away, also the right one, but nobody else's", async () => {
  const { email, password } = await signedUp(url)
  const other = await signedUp(url)
  const signIn = (fields: Record<string, string>) => new Client(url).post("/session", fields)

  const guesses = await Promise.all(
    Array.from({ length: 10 }, () => signIn({ email, password: "open sesame" })),
  )
  assert.ok(guesses.every(({ status }) => status === 422))

  const fields = { email: email.toUpperCase(), password, return_to: "/storytellers/new" }
  const { status, headers, text } = await signIn(fields)
  assert.equal(status, 429)
  assert.ok(Number(headers.get("retry-after")) > 0 && Number(headers.get("retry-after")) <= 300)
  assert.match(textOf(text, "session_error"), /^Too many tries\. Wait 5 minutes, then sign in again\.$/)
  assert.equal(fieldValue(text, "email"), fields.email)
  assert.match(text, /name="return_to" value="\/storytellers\/new"/)
  assert.doesNotMatch(text, new RegExp(password))
  assert.equal((await signIn({ email: other.email, password: other.password })).status, 303)
})

test("guesses that come at the same moment are not more than those that come one by one", async () => {
  const { email } = await signedUp(url)
  const guess = (_: unknown, index: number) =>
    new Client(url).request("/session", {
      method: "POST",
      headers: { "X-Forwarded-For": `192.0.2.${index}` },
      body: new URLSearchParams({ email, password: "open sesame" }),
    })
  const statuses = (await Promise.all(Array.from({ length: 40 }, guess))).map(({ status }) => status)

  // Two are checked at once, so one may slip through.
  assert.ok(statuses.filter((status) => status === 422).length <= 11, statuses.join())
})

test("an address is counted as it is looked up, whatever is hidden in it", async () => {
  const { email, password } = await signedUp(url)
  const typed = [
    `${email}\0`,
    email.replace("@", "\u200b@"),
    email.toUpperCase(),
    `\u00a0${email}\t`,
    email.replace("@", "\uff20"),
    email.replace("e", "e\u00ad"),
    `\u202e${email}`,
    email.normalize("NFD"),
    `\n${email}\u2028`,
    email.replace("a", "\u0000a\ufeff"),
  ]
  for (const address of typed) {
    assert.equal((await new Client(url).post("/session", { email: address, password })).status, 303, address)
  }
  for (const address of typed) {
    const { status } = await new Client(url).post("/session", { email: address, password: "open sesame" })
    assert.equal(status, 422, address)
  }
  const fields = { email: email.replace(".", "\u2060.\0"), password }
  assert.equal((await new Client(url).post("/session", fields)).status, 429)
})

test("an address of another shape than text, or far too long, is nobody's", async () => {
  const { email, password } = await signedUp(url)

  for (const fields of [
    { "email[]": email, password },
    { "email[x]": email, password },
    { email: `${email}${"\0".repeat(2_000)}`, password },
    { email, "password[]": password },
    { email: "\0", password },
    {},
  ] as Record<string, string>[]) {
    assert.equal((await new Client(url).post("/session", fields)).status, 422, JSON.stringify(fields))
  }
})

test("a browser that was signed in before gets in while strangers guess, also after signing out", async () => {
  const { email, password } = await signedUp(url)
  const owner = new Client(url)
  await owner.post("/session", { email, password })
  await owner.delete("/session")
  for (let tries = 0; tries < 10; tries++) {
    await new Client(url).post("/session", { email, password: "open sesame" })
  }

  assert.equal((await new Client(url).post("/session", { email, password })).status, 429)
  assert.equal((await owner.post("/session", { email, password })).status, 303)
})

test("right passwords are never too many", async () => {
  const { email, password } = await signedUp(url)

  for (let times = 0; times < 11; times++) {
    assert.equal((await new Client(url).post("/session", { email, password })).status, 303)
  }
})

test("deleting a session's row signs out, in that browser alone", async () => {
  const phone = await signedUp(url)
  const laptop = new Client(url)
  await laptop.post("/session", { email: phone.email, password: phone.password })

  const user = await database("users").where({ email: phone.email }).first()
  const [first] = await database("sessions").where({ userId: user.id }).orderBy("id")
  await database("sessions").where({ id: first.id }).delete()

  assert.equal((await phone.get("/storytellers")).location, "/session/new?return_to=%2Fstorytellers")
  assert.equal((await phone.post("/storytellers")).status, 401)
  assert.equal((await laptop.get("/storytellers")).status, 200)
})

test("a session that is over is deleted when the next one begins", async () => {
  const { email, password } = await signedUp(url)
  const user = await database("users").where({ email }).first()
  await database("sessions")
    .where({ userId: user.id })
    .update({ lastActiveAt: new Date(Date.now() - MONTH - 1_000) })

  await new Client(url).post("/session", { email, password })
  assert.equal((await database("sessions").where({ userId: user.id })).length, 1)
})

test("a session that was not used for a month is over", async () => {
  const client = await signedUp(url)
  await database("sessions").update({ lastActiveAt: new Date(Date.now() - MONTH - 1_000) })

  assert.equal((await client.get("/")).location, "/session/new?return_to=%2F")
})

test("signing in again ends the session before, and its cookie is worth nothing", async () => {
  const client = await signedUp(url)
  const stolen = client.cookie
  await client.post("/session", { email: client.email, password: client.password })

  assert.equal((await client.get("/")).status, 200)
  assert.equal((await new Client(url).get("/", { Cookie: stolen })).status, 303)
})

test("signing out ends the session: its cookie is gone, and a copy of it is worth nothing", async () => {
  const client = await signedUp(url)
  const stolen = client.cookie
  await client.delete("/session")

  assert.doesNotMatch(client.cookie, /session_token/)
  assert.equal((await new Client(url).get("/", { Cookie: stolen })).status, 303)
})

test("signing in leads back to where it was asked for", async () => {
  const client = await signedUp(url)
  const guest = new Client(url)
  const { location = "" } = await guest.get("/assistant_threads/new?storyteller_id=7")
  const { text } = await guest.get(location)

  assert.match(text, /name="return_to" value="\/assistant_threads\/new\?storyteller_id=7"/)
  const fields = {
    email: client.email,
    password: client.password,
    return_to: "/assistant_threads/new?storyteller_id=7",
  }
  assert.equal((await guest.post("/session", fields)).location, "/assistant_threads/new?storyteller_id=7")
})

test("signing in never leads to another site", async () => {
  const { email, password } = await signedUp(url)

  for (const address of ["//evil.example", "/.//evil.example", "https://evil.example"]) {
    const { location } = await new Client(url).post("/session", { email, password, return_to: address })
    assert.equal(location, "/", address)
  }
})

test("the form's address can be reloaded, and signing out twice is no error", async () => {
  const guest = new Client(url)

  assert.equal((await guest.get("/session")).location, "/session/new")
  assert.equal((await guest.delete("/session")).status, 303)
})
