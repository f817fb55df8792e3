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

  const { status, text } = await signIn({ email: email.toUpperCase(), password })
  assert.equal(status, 429)
  assert.match(text, /Too many tries/)
  assert.match(text, /Wait 5 minutes, then sign in again/)
  assert.equal((await signIn({ email: other.email, password: other.password })).status, 303)
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
