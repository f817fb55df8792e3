import assert from "node:assert/strict"
import { test } from "node:test"
import { textContent } from "domutils"
import { Client, signedUp } from "../support/client.ts"
import { elements, fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { createStoryteller, idOf, openThread, STORYTELLER, send } from "../support/story_forms.ts"

const { url, database } = await openApp()
const author = await signedUp(url)
const stranger = await signedUp(url, "Stranger")
const storyteller = await createStoryteller(author)
const thread = await openThread(author)
const id = `assistant_thread_${idOf(thread)}`
const WORDS = '  Tell me of\n"the" <lighthouse> & </textarea> 😀\\u0000'
const KEPT = /Your session had ended, so this was not sent\. What you wrote is still here: send it again\./

for (const turboStream of [true, false]) {
  test(`words to a thread come through signing in, sent ${turboStream ? "by Turbo" : "as a plain form"}`, async () => {
    const browser = await endedSession()
    const zeno = idOf(await createStoryteller(author, { "storyteller[name]": "Zeno" }))
    const fields = {
      "message[storyteller_id]": zeno,
      "message[model]": "gpt-6-astra",
      "message[client_id]": `id ${turboStream}`,
    }
    const refused = await send(browser, thread, WORDS, fields, { turboStream })

    assert.equal(refused.status, 401)
    assert.match(refused.headers.get("content-type") ?? "", /^text\/html/)
    assert.match(refused.text, /<h1>Sign in<\/h1>.*Your session has ended\. Sign in, then send this again\./s)
    assert.equal(fieldValue(refused.text, "unsent"), WORDS)

    const wrong = await signIn(browser, refused.text, author.email, "open sesame")
    assert.equal(wrong.status, 422)
    const { status, location = "" } = await signIn(browser, wrong.text, author.email, author.password)
    assert.deepEqual([status, location], [303, thread])

    const page = await browser.get(location)
    assert.match(page.text, KEPT)
    assert.equal(fieldValue(page.text, `${id}_content`), WORDS)
    assert.equal(fieldValue(page.text, `${id}_storyteller`), zeno)
    assert.equal(fieldValue(page.text, `${id}_model`), "gpt-6-astra")
    assert.match(page.text, new RegExp(`name="message\\[client_id\\]" value="id ${turboStream}"`))

    const again = await browser.get(thread)
    assert.doesNotMatch(again.text, KEPT)
    assert.equal(fieldValue(again.text, `${id}_content`), WORDS)
    assert.equal((await send(browser, thread, WORDS, fields)).status, 303)
    assert.equal(fieldValue((await browser.get(thread)).text, `${id}_content`), "")
  })
}

test("the longest words come through, of whatever characters", async () => {
  for (const words of ["漢".repeat(200_000), '"\n'.repeat(100_000), "\u0001".repeat(200_000)]) {
    const browser = await endedSession()
    const refused = await send(browser, thread, words)
    const { status } = await signIn(browser, refused.text, author.email, author.password)

    assert.equal(status, 303)
    assert.ok(fieldValue((await browser.get(thread)).text, `${id}_content`) === words)
  }
})

test("what was carried through signing in stands where it belongs, and on no other page", async () => {
  const other = await openThread(author)
  const browser = await endedSession()
  const refused = await send(browser, thread, WORDS)
  await signIn(browser, refused.text, author.email, author.password)

  const elsewhere = await browser.get(other)
  assert.equal(fieldValue(elsewhere.text, `assistant_thread_${idOf(other)}_content`), "")
  assert.equal(fieldValue((await browser.get(thread)).text, `${id}_content`), WORDS)
})

test("somebody else who signs in there gets the words to copy, and never into a thread that is not theirs", async () => {
  const browser = await endedSession()
  const refused = await send(browser, thread, WORDS)
  const { location = "" } = await signIn(browser, refused.text, stranger.email, stranger.password)
  const page = await browser.get(location)

  assert.deepEqual([location, page.status], [thread, 404])
  assert.match(page.text, KEPT)
  assert.equal(fieldValue(page.text, "unsent"), WORDS)
  await createStoryteller(browser)
  const own = await openThread(browser)
  assert.equal(fieldValue((await browser.get(own)).text, `assistant_thread_${idOf(own)}_content`), "")
})

test("somebody else who signed in meanwhile, in another tab, sends nothing into that thread", async () => {
  const browser = await endedSession()
  await browser.post("/session", { email: stranger.email, password: stranger.password })
  const { status, text } = await send(browser, thread, WORDS)

  assert.equal(status, 404)
  assert.equal(fieldValue(text, "unsent"), WORDS)
})

for (const [what, path, method, fields, page, shown] of [
  ["a new storyteller", "/storytellers", "", STORYTELLER, "/storytellers/new", STORYTELLER],
  ["a changed storyteller", storyteller, "patch", STORYTELLER, `${storyteller}/edit`, STORYTELLER],
  [
    "a storyteller with mistakes",
    "/storytellers",
    "",
    { ...STORYTELLER, "storyteller[name]": "", "storyteller[max_prompt_tokens]": "many" },
    "/storytellers/new",
    { "storyteller[name]": "", "storyteller[max_prompt_tokens]": "many" },
  ],
  [
    "a new thread",
    "/assistant_threads",
    "",
    { "assistant_thread[title]": "Nights", storyteller_id: idOf(storyteller) },
    "/assistant_threads/new",
    { "assistant_thread[title]": "Nights", storyteller_id: idOf(storyteller) },
  ],
  [
    "a thread's title",
    thread,
    "patch",
    { "assistant_thread[title]": "More nights" },
    `${thread}/edit`,
    { "assistant_thread[title]": "More nights" },
  ],
] as const) {
  test(`what was typed for ${what} comes through signing in`, async () => {
    const browser = await endedSession()
    const refused = await browser.post(path, { ...fields, _method: method } as Record<string, string>)
    assert.equal(refused.status, 401)

    const { status, location = "" } = await signIn(browser, refused.text, author.email, author.password)
    assert.deepEqual([status, location], [303, page])
    const { text } = await browser.get(location)
    assert.match(text, KEPT)
    const values = Object.fromEntries(formFields(text))
    for (const [name, value] of Object.entries(shown)) assert.equal(values[name], value, name)
  })
}

test("what needs no words leads back to where it is done, and says that it was not", async () => {
  const NOT_DONE = /Your session had ended, so that was not done\. Do it again, if it is still to be done\./
  await send(author, thread, "Tell me a story")
  const run = await database("ai_engine_runs").orderBy("id", "desc").first()

  for (const [path, method, page] of [
    [`/runs/${run.id}/cancellation`, "", thread],
    [`/runs/${run.id}/retry`, "", `/runs/${run.id}/retry/new`],
    [storyteller, "delete", `${storyteller}/edit`],
    [thread, "delete", `${thread}/edit`],
  ] as const) {
    const browser = await endedSession()
    const refused = await browser.post(path, { _method: method })
    assert.equal(refused.status, 401, path)
    assert.match(refused.text, /Your session has ended\. Sign in, then do this again\./)

    const { location = "" } = await signIn(browser, refused.text, author.email, author.password)
    const first = await browser.get(location)
    const { text } = first.status === 303 ? await browser.get(first.location ?? "") : first
    assert.equal(first.location ?? location, page)
    assert.match(text, NOT_DONE, path)
  }
  assert.equal((await author.get(thread)).status, 200)
})

test("a part of a page that finds no session gives way to the whole of the form", async () => {
  const guest = new Client(url)
  const { location = "" } = await guest.get("/runs/1/retry/new", { "Turbo-Frame": "run_1_retry" })
  const inFrame = await guest.get(location, { "Turbo-Frame": "run_1_retry" })

  assert.match(inFrame.text, /<meta name="turbo-visit-control" content="reload">/)
  assert.doesNotMatch((await guest.get(location)).text, /turbo-visit-control/)
})

test("a request with no form in it is asked to sign in, too", async () => {
  const { status, text } = await new Client(url).request(thread, { method: "DELETE" })
  assert.equal(status, 401)
  assert.match(text, /Your session has ended\. Sign in, then do this again\./)
})

test("signing out needs no session", async () => {
  const browser = await endedSession()
  assert.equal((await browser.delete("/session")).location, "/session/new")
})

test("what a page carries through signing in may be anything, and leads nowhere else", async () => {
  for (const unsent of [
    ...[
      "null",
      "{",
      "[]",
      "1",
      '"x"',
      '{"page":1}',
      '{"page":"//evil.example","body":{}}',
      '{"page":"https://evil.example/"}',
    ],
    '{"page":"/.//evil.example","body":{}}',
  ]) {
    const { email, password } = author
    const { status, location } = await new Client(url).post("/session", { email, password, unsent })
    assert.deepEqual([status, location], [303, "/"], unsent)
  }
  for (const body of [
    "null",
    "[]",
    '"x"',
    '{"message":"x"}',
    '{"message":{"content":{"a":1}}}',
    '{"__proto__":{"x":1}}',
  ]) {
    const { email, password } = author
    const browser = new Client(url)
    await browser.post("/session", { email, password, unsent: `{"page":"${thread}","body":${body}}` })
    assert.equal((await browser.get(thread)).status, 200, body)
  }
})

test("a password that was typed is never shown or kept, nor is an id shown", async () => {
  const browser = await endedSession()
  const refused = await browser.post("/storytellers", {
    ...STORYTELLER,
    storyteller_id: "1",
    password: "secret1",
    "user[password]": "secret2",
  })

  assert.doesNotMatch(refused.text, /secret\d/)
  assert.deepEqual(
    elements(refused.text, "label").map((label) => textContent(label)),
    ["E-mail address", "Password", ...TYPED.map((name) => `${name} (not saved)`)],
  )
  assert.match(textOf(refused.text, "unsent_storyteller_name_"), /Shahrazad/)
})

const TYPED = ["Name", "Description", "Instructions", "Max prompt tokens", "Max completion tokens"]

/** A browser whose session has ended without its knowing. */
async function endedSession() {
  const browser = new Client(url)
  await browser.post("/session", { email: author.email, password: author.password })
  const user = await database("users").where({ email: author.email }).first()
  const [last] = await database("sessions").where({ userId: user.id }).orderBy("id", "desc")
  await database("sessions").where({ id: last.id }).delete()
  return browser
}

/** As the form on this page would. */
function signIn(browser: Client, html: string, email: string, password: string) {
  const hidden = elements(html, "input").filter(({ attribs }) => attribs.type === "hidden")
  const fields = hidden.map(({ attribs }) => [attribs.name, attribs.value] as [string, string])
  return browser.post("/session", { ...Object.fromEntries(fields), email, password })
}

function formFields(html: string): [string, string | undefined][] {
  return ["input", "textarea", "select"].flatMap((name) =>
    elements(html, name).map(({ attribs }): [string, string | undefined] => [
      attribs.name ?? "",
      attribs.id ? fieldValue(html, attribs.id) : attribs.value,
    ]),
  )
}
