import assert from "node:assert/strict"
import { test } from "node:test"
import { textContent } from "domutils"
import { Client, signedUp } from "../support/client.ts"
import { element, elements, errorOf, fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"

const { url, database, admin } = await openApp()

const DUNYAZAD = {
  "user[full_name]": "Dunyazad",
  "user[email]": "dunyazad@example.com",
  "user[password]": "tell on, sister",
}

test("anybody can see the form, also where a reload leads to it", async () => {
  const guest = new Client(url)

  assert.match((await guest.get("/users/new")).text, /<h1>Sign up<\/h1>/)
  assert.equal((await guest.get("/users")).location, "/users/new")
})

test("signing up signs in and says welcome", async () => {
  const client = new Client(url)

  const { status, location } = await client.post("/users", DUNYAZAD)
  assert.deepEqual([status, location], [303, "/"])

  const { text } = await client.get("/")
  assert.match(text, /Welcome, Dunyazad\./)
  assert.match(text, /Sign out/)
  assert.doesNotMatch((await client.get("/")).text, /Welcome/)
})

test("the first to sign up is the admin, and nobody after", async () => {
  await signedUp(url)
  assert.deepEqual(await database("users").where({ admin: true }).pluck("email"), [admin.email])
})

test("neither the form nor the database gives the password back", async () => {
  const email = "careful@example.com"
  const refused = await new Client(url).post("/users", { ...DUNYAZAD, "user[full_name]": "" })
  assert.equal(fieldValue(refused.text, "user_password"), undefined)
  assert.doesNotMatch(refused.text, /tell on, sister/)

  await new Client(url).post("/users", { ...DUNYAZAD, "user[email]": email })
  const user = await database("users").where({ email }).first()
  assert.doesNotMatch(JSON.stringify(user), /tell on, sister/)
})

for (const [id, field, value, sentence] of [
  ["user_full_name", "user[full_name]", "  ", /Tell us your name/],
  ["user_full_name", "user[full_name]", "x".repeat(101), /100 characters/],
  ["user_email", "user[email]", "", /such as ada@example\.com/],
  ["user_email", "user[email]", "somebody", /such as ada@example\.com/],
  ["user_email", "user[email]", `${"x".repeat(250)}@example.com`, /such as ada@example\.com/],
  ["user_password", "user[password]", "seven77", /at least 8 characters/],
  ["user_password", "user[password]", "x".repeat(1_001), /at most 1,000 characters/],
] as const) {
  test(`${field} can't be ${value.trim().slice(0, 12) || "blank"}`, async () => {
    const fields = { ...DUNYAZAD, "user[email]": "refused@example.com", [field]: value }
    const { status, text } = await new Client(url).post("/users", fields)

    assert.equal(status, 422)
    assert.match(errorOf(text, id), sentence)
    assert.equal(fieldValue(text, "user_full_name"), fields["user[full_name]"].trim())
    assert.equal(fieldValue(text, "user_email"), fields["user[email]"])
    assert.equal(await count("refused@example.com"), 0)
  })
}

test("a form with nothing in it is told about every field", async () => {
  const { status, text } = await new Client(url).post("/users")

  assert.equal(status, 422)
  for (const id of ["user_full_name", "user_email", "user_password"]) assert.ok(errorOf(text, id))
  assert.match(element(text, "user_password").attribs["aria-describedby"] ?? "", /user_password_hint/)
})

test("an address that has an account is refused in the words for one that is none", async () => {
  const client = await signedUp(url)
  const answers = (email: string) => new Client(url).post("/users", { ...DUNYAZAD, "user[email]": email })
  const none = await answers("nobody at all")
  const existing = await answers(` ${client.email.toUpperCase()}\0`)
  const created = await answers("quite.new@example.com")

  assert.deepEqual([none.status, existing.status, created.status], [422, 422, 303])
  const sentence = textOf(existing.text, "user_email_error")
  assert.equal(sentence, textOf(none.text, "user_email_error"))
  assert.match(sentence, /sign in if you may have signed up before/)
  assert.equal(fieldValue(existing.text, "user_full_name"), DUNYAZAD["user[full_name]"])
  assert.equal(fieldValue(existing.text, "user_email"), ` ${client.email.toUpperCase()}\0`)
})

test("other errors of the form say nothing about its address", async () => {
  const client = await signedUp(url)

  for (const fields of [{ "user[full_name]": "" }, { "user[password]": "short" }]) {
    const existing = { ...DUNYAZAD, "user[email]": client.email, ...fields }
    const fresh = { ...DUNYAZAD, "user[email]": "as.yet.unknown@example.com", ...fields }
    const answers = await Promise.all([existing, fresh].map((form) => new Client(url).post("/users", form)))
    const [first, second] = answers.map(({ text }) => elements(text, "p").map(textContent))

    assert.deepEqual(first, second)
  }
})

test("who has forgotten that they have an account gets in with its password", async () => {
  const { email } = await signedUp(url, "Forgetful")
  const fields = { ...DUNYAZAD, "user[email]": email.toUpperCase(), "user[password]": "once upon a time" }
  const client = new Client(url)
  const { status, location } = await client.post("/users", fields)

  assert.deepEqual([status, location], [303, "/"])
  assert.match((await client.get("/")).text, /Welcome, Forgetful\./)
  assert.equal(await count(email), 1)
})

test("passwords can't be guessed by signing up, either", async () => {
  const { email, password } = await signedUp(url)
  const signUp = (guess: string, address: string) =>
    new Client(url).request("/users", {
      method: "POST",
      headers: { "X-Forwarded-For": address },
      body: new URLSearchParams({ ...DUNYAZAD, "user[email]": email, "user[password]": guess }),
    })
  for (let tries = 0; tries < 10; tries++) {
    assert.equal((await signUp("open sesame", `192.0.2.${tries}`)).status, 422)
  }

  const { status, headers, text } = await signUp(password, "192.0.2.100")
  assert.equal(status, 429)
  assert.ok(Number(headers.get("retry-after")) > 0)
  assert.match(text, /Too many tries\. Wait 5 minutes, then sign up again\./)
  assert.equal(fieldValue(text, "user_email"), email)
  assert.equal((await new Client(url).post("/session", { email, password })).status, 429)
})

test("asking for many addresses from one place is soon over", async () => {
  const people = await Promise.all(Array.from({ length: 11 }, () => signedUp(url)))
  const answers = []

  for (const { email } of people) {
    const body = new URLSearchParams({ ...DUNYAZAD, "user[email]": email })
    const headers = { "X-Forwarded-For": "198.51.100.7" }
    answers.push(await new Client(url).request("/users", { method: "POST", headers, body }))
  }
  assert.deepEqual(
    answers.map(({ status }) => status),
    [...Array(10).fill(422), 429],
  )
  assert.match(answers.at(-1)?.text ?? "", /Wait 60 minutes, then sign up again/)
})

test("an address that is sent twice at the same moment has one account, and both who know its password are in", async () => {
  const fields = { ...DUNYAZAD, "user[email]": "twins@example.com" }
  const answers = await Promise.all([1, 2].map(() => new Client(url).post("/users", fields)))

  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303],
  )
  assert.equal(await count("twins@example.com"), 1)
})

test("a name is as long as people count it", async () => {
  const fields = { ...DUNYAZAD, "user[full_name]": "😀".repeat(100), "user[email]": "smileys@example.com" }
  assert.equal((await new Client(url).post("/users", fields)).status, 303)
})

async function count(email: string) {
  return (await database("users").where({ email })).length
}
