import assert from "node:assert/strict"
import { test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { element, errorOf, fieldValue, textOf } from "../support/html.ts"
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

test("an address has one account, however it is written", async () => {
  const client = await signedUp(url)
  const fields = { ...DUNYAZAD, "user[email]": ` ${client.email.toUpperCase()} ` }
  const { status, text } = await new Client(url).post("/users", fields)

  assert.equal(status, 422)
  assert.match(textOf(text, "user_email_error"), /signed up with this address already/)
})

test("an address that is sent twice at the same moment has one account", async () => {
  const fields = { ...DUNYAZAD, "user[email]": "twins@example.com" }
  const answers = await Promise.all([1, 2].map(() => new Client(url).post("/users", fields)))

  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
  assert.equal(await count("twins@example.com"), 1)
})

async function count(email: string) {
  return (await database("users").where({ email })).length
}
