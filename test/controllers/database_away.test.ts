import assert from "node:assert/strict"
import { after, test } from "node:test"
import pg from "pg"
import { Client } from "../support/client.ts"
import { elements, fieldValue } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { startPostgres } from "../support/postgres.ts"
import { createStoryteller, openThread, STORYTELLER, send } from "../support/story_forms.ts"
import { startWay } from "../support/way.ts"

const WORDS = "Tell me of\n<the> lighthouse"
const LIMIT = 12

const postgres = await startPostgres()
const role = await limitedRole()
const way = await startWay(Number(new URL(postgres.url).port))
const { admin: author } = await openApp({
  DATABASE_URL: `postgres://${role.name}@127.0.0.1:${way.port}${new URL(role.database).pathname}`,
  DATABASE_POOL: "4",
})
after(async () => {
  await way.close()
  await postgres.stop()
})
await createStoryteller(author)
const thread = await openThread(author)

test("where others have all connections, thirty posts wait a moment, and are refused with their words", async (t) => {
  const others = await takeAll()
  t.after(others.free)
  const answers = await Promise.all(Array.from({ length: 30 }, () => send(author, thread, WORDS)))

  for (const { status, headers, text } of answers) {
    assert.equal(status, 503)
    assert.equal(headers.get("retry-after"), "5")
    assert.match(text, /Nothing can be saved or read right now\. Wait a moment, then try again\./)
    assert.equal(fieldValue(text, "unsent"), WORDS)
  }
  await others.free()

  const again = sendAgain(answers[0]?.text ?? "")
  assert.deepEqual([again.action, again.fields["message[content]"]], ["/messages", WORDS])
  assert.equal((await author.post(again.action, again.fields)).status, 303)
})

test("where a connection comes free meanwhile, nobody notices", async (t) => {
  const others = await takeAll()
  t.after(others.free)
  const answer = send(author, thread, WORDS)
  await way.asked()
  await others.free()

  assert.equal((await answer).status, 303)
})

test("each form keeps what was typed while the database is away, and no password", async () => {
  const { forms, pages, signIn, signUp } = await whileAway()

  for (const { path, method, fields, status, text } of forms) {
    const again = sendAgain(text)
    assert.deepEqual([status, again.action], [503, path])
    assert.equal(again.fields._method, method || "post")
    for (const [name, value] of Object.entries(fields)) assert.equal(again.fields[name], value, name)
  }
  for (const { status, text } of pages) {
    assert.equal(status, 503)
    assert.match(text, /href="\/(assistant_threads\/\d+)?">Try again</)
    assert.doesNotMatch(text, /Sign up|Sign in/)
  }
  assert.deepEqual([signIn.status, fieldValue(signIn.text, "email")], [503, "ada@example.com"])
  assert.deepEqual([signUp.status, fieldValue(signUp.text, "user_full_name")], [503, "Ada"])
  for (const { text } of [signIn, signUp]) {
    assert.match(text, /Nothing can be saved or read right now/)
    assert.doesNotMatch(text, /secret/)
  }
})

test("a database that was away is not counted as a wrong password", async () => {
  const { guesses } = await whileAway()
  assert.deepEqual(
    guesses.map(({ status }) => status),
    Array(11).fill(503),
  )

  const { email, password } = author
  assert.equal((await new Client(author.url).post("/session", { email, password })).status, 303)
})

test("a database that comes back within a moment was never away", async () => {
  await way.cut()
  const answer = send(author, thread, WORDS)
  await way.asked()
  await way.mend()

  assert.equal((await answer).status, 303)
})

let away: ReturnType<typeof askWhileAway> | undefined

/** All at once, as each takes as long as the app waits for its database. */
function whileAway() {
  away ??= askWhileAway()
  return away
}

async function askWhileAway() {
  await way.close()

  const forms: [path: string, method: string, fields: Record<string, string>][] = [
    ["/storytellers", "", STORYTELLER],
    ["/storytellers/1", "patch", STORYTELLER],
    ["/assistant_threads", "", { "assistant_thread[title]": "Nights" }],
    [thread, "patch", { "assistant_thread[title]": "Nights" }],
    ["/runs/1/retry", "", { "run[model]": "gpt-6-astra" }],
    ["/runs/1/cancellation", "", {}],
  ]
  const signUp = { "user[full_name]": "Ada", "user[email]": "ada@example.com" }
  const guess = { email: author.email, password: "open sesame" }
  const asked = {
    forms: forms.map(async ([path, method, fields]) => {
      return { path, method, fields, ...(await author.post(path, { ...fields, _method: method })) }
    }),
    pages: ["/", thread].map((path) => author.get(path)),
    signIn: author.post("/session", { email: "ada@example.com", password: "secret1" }),
    signUp: author.post("/users", { ...signUp, "user[password]": "secret secret" }),
    guesses: Array.from({ length: 11 }, () => new Client(author.url).post("/session", guess)),
  }
  const answers = {
    forms: await Promise.all(asked.forms),
    pages: await Promise.all(asked.pages),
    signIn: await asked.signIn,
    signUp: await asked.signUp,
    guesses: await Promise.all(asked.guesses),
  }
  await way.mend()
  return answers
}

function sendAgain(html: string) {
  const form = elements(html, "form").find(({ attribs }) => attribs.class === "form")
  const inputs = elements(html, "input").map(({ attribs }) => [attribs.name, attribs.value])
  const texts = elements(html, "textarea").map(({ attribs }) => [
    attribs.name,
    fieldValue(html, attribs.id ?? ""),
  ])
  return { action: form?.attribs.action ?? "", fields: Object.fromEntries([...inputs, ...texts]) }
}

/** One who may have so many connections and no more: a server of one's own would take seconds to start. */
async function limitedRole() {
  const name = `app_${process.pid}_${Date.now()}`
  const database = await postgres.createDatabase()
  const owner = new pg.Client(`${postgres.url}/postgres`)
  await owner.connect()
  await owner.query(`CREATE ROLE "${name}" LOGIN CONNECTION LIMIT ${LIMIT}`)
  await owner.query(`ALTER DATABASE "${new URL(database).pathname.slice(1)}" OWNER TO "${name}"`)
  await owner.end()
  return { name, database }
}

async function takeAll() {
  const owner = new pg.Client(role.database)
  const url = new URL(role.database)
  url.username = role.name
  url.searchParams.set("application_name", "others")
  const taken: pg.Client[] = []
  await owner.connect()

  while (taken.length < LIMIT) {
    const apps =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND application_name <> 'others'"
    await owner.query(apps, [role.name])
    const client = new pg.Client(url.href)
    await client.connect().then(
      () => taken.push(client),
      () => undefined,
    )
  }
  await owner.end()
  return { free: () => Promise.all(taken.splice(0).map((client) => client.end())) }
}
