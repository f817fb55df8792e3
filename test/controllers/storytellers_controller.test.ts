import assert from "node:assert/strict"
import { test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { errorOf, fieldValue } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { createStoryteller, idOf, STORYTELLER } from "../support/story_forms.ts"

const { url, database, admin } = await openApp()
const shahrazad = await signedUp(url, "Shahrazad")
const stranger = await signedUp(url, "Stranger")

test("without any there is an invitation, at / as at /storytellers", async () => {
  const somebody = await signedUp(url)

  for (const path of ["/", "/storytellers"]) {
    assert.match((await somebody.get(path)).text, /Create your first storyteller/)
  }
})

test("a new form has the limits and the first model filled in", async () => {
  const { text } = await shahrazad.get("/storytellers/new")

  assert.equal(fieldValue(text, "storyteller_model"), "gpt-6-luna")
  assert.equal(fieldValue(text, "storyteller_max_prompt_tokens"), "8000")
  assert.equal(fieldValue(text, "storyteller_max_completion_tokens"), "1000")
})

test("creating one stores it with its assistant, shows it and lists it", async () => {
  const path = await createStoryteller(shahrazad)

  const shown = await shahrazad.get(path)
  assert.match(shown.text, /Storyteller was successfully created\./)
  for (const words of ["Shahrazad", "Tells until dawn.", "You tell stories.", "8,000", "gpt-6-luna"]) {
    assert.ok(shown.text.includes(words), words)
  }
  assert.match((await shahrazad.get("/storytellers")).text, new RegExp(`href="${path}"`))

  const [assistant] = await assistantsOf(path)
  assert.partialDeepStrictEqual(assistant, {
    name: "Shahrazad",
    model: "gpt-6-luna",
    description: "Tells until dawn.",
    instructions: "You tell stories.",
    maxPromptTokens: 8_000,
    maxCompletionTokens: 1_000,
  })
})

for (const update of ["patch", "PUT"]) {
  test(`${update} changes what was sent and leaves the rest, in the assistant too`, async () => {
    const path = await createStoryteller(shahrazad)
    const { status, location } = await shahrazad.post(path, {
      _method: update,
      "storyteller[name]": "Grandmother",
    })

    assert.deepEqual([status, location], [303, path])
    const { text } = await shahrazad.get(`${path}/edit`)
    assert.match(text, /name="_method" value="patch"/)
    assert.equal(fieldValue(text, "storyteller_name"), "Grandmother")
    assert.equal(fieldValue(text, "storyteller_instructions"), "You tell stories.")
    assert.deepEqual(
      (await assistantsOf(path)).map(({ name }) => name),
      ["Grandmother"],
    )
  })
}

test("deleting one deletes its assistant", async () => {
  const path = await createStoryteller(shahrazad)
  const { status, location } = await shahrazad.delete(path)

  assert.deepEqual([status, location], [303, "/storytellers"])
  assert.match((await shahrazad.get("/storytellers")).text, /Storyteller was successfully deleted\./)
  assert.equal((await shahrazad.get(path)).status, 404)
  assert.deepEqual(await assistantsOf(path), [])
})

test("a stranger's is not there", async () => {
  const path = await createStoryteller(shahrazad, { "storyteller[name]": "Secret" })

  for (const { status, text } of [
    await stranger.get(path),
    await stranger.get(`${path}/edit`),
    await stranger.patch(path, { "storyteller[name]": "Mine" }),
    await stranger.delete(path),
  ]) {
    assert.equal(status, 404)
    assert.doesNotMatch(text, /Secret/)
  }
  assert.doesNotMatch((await stranger.get("/storytellers")).text, /Secret/)
  assert.match((await shahrazad.get(path)).text, /Secret/)
})

test("the admin sees everybody's and whose they are, and may change them", async () => {
  const path = await createStoryteller(stranger, { "storyteller[name]": "Reckless" })

  assert.match((await admin.get("/storytellers")).text, /Reckless.*Belongs to Stranger/s)
  assert.equal((await admin.patch(path, { "storyteller[name]": "Reformed" })).status, 303)

  const { text } = await admin.get(path)
  assert.match(text, /Reformed/)
  assert.doesNotMatch(text, /Open a thread/)
  assert.match((await stranger.get(path)).text, /Open a thread/)
})

test("nobody else's user can be claimed as the owner", async () => {
  const path = await createStoryteller(stranger, { "storyteller[user_id]": "1", "storyteller[userId]": "1" })
  assert.equal((await stranger.get(path)).status, 200)
})

test("guests are asked to sign in", async () => {
  const guest = new Client(url)

  for (const path of ["/", "/storytellers", "/storytellers/new", "/storytellers/1", "/storytellers/1/edit"]) {
    assert.equal((await guest.get(path)).location, `/session/new?return_to=${encodeURIComponent(path)}`)
  }
  assert.equal((await guest.post("/storytellers", STORYTELLER)).status, 401)
  assert.equal((await guest.delete("/storytellers/1")).status, 401)
})

test("an address that cannot be one of ours is not found", async () => {
  for (const id of ["0", "-1", "1.5", "x", "1x", "99999999999999999999", "1%00", "%27%20or%201=1"]) {
    assert.equal((await admin.get(`/storytellers/${id}`)).status, 404, id)
  }
})

for (const [field, value, sentence] of [
  ["name", " ", /Give the storyteller a name/],
  ["name", "x".repeat(101), /101 characters are too many: at most 100/],
  ["name", "Ada\0", /NUL/],
  ["description", "x".repeat(1_001), /at most 1000/],
  ["model", "gpt-1", /Choose one of the models/],
  ["instructions", "", /Say how the storyteller is to tell/],
  ["instructions", "x".repeat(20_001), /at most 20000/],
  ["max_prompt_tokens", "255", /whole number from 256 to 1,000,000/],
  ["max_prompt_tokens", "1000001", /whole number from 256 to 1,000,000/],
  ["max_prompt_tokens", "many", /whole number/],
  ["max_prompt_tokens", "", /whole number/],
  ["max_completion_tokens", "15", /whole number from 16 to 1,000,000/],
  ["max_completion_tokens", "1e3", /whole number/],
  ["max_completion_tokens", "20.5", /whole number/],
] as const) {
  const shown = JSON.stringify(value.length > 20 ? `${value.slice(0, 3)}…` : value)

  test(`a ${field} of ${shown} is refused, on creating and on changing`, async () => {
    const path = await createStoryteller(shahrazad)
    const form = { ...STORYTELLER, "storyteller[name]": "Not yet", [`storyteller[${field}]`]: value }

    for (const { status, text } of [
      await shahrazad.post("/storytellers", form),
      await shahrazad.patch(path, form),
    ]) {
      assert.equal(status, 422)
      assert.match(errorOf(text, `storyteller_${field}`), sentence)
      if (field !== "model") assert.equal(fieldValue(text, `storyteller_${field}`), value)
      if (field !== "name") assert.equal(fieldValue(text, "storyteller_name"), "Not yet")
    }
    assert.equal(await database("storytellers").where({ name: "Not yet" }).first(), undefined)
    assert.doesNotMatch((await shahrazad.get(path)).text, /Not yet/)
  })
}

test("the least and the most that is allowed is allowed", async () => {
  await createStoryteller(shahrazad, {
    "storyteller[name]": "x".repeat(100),
    "storyteller[description]": "",
    "storyteller[instructions]": "x".repeat(20_000),
    "storyteller[max_prompt_tokens]": "256",
    "storyteller[max_completion_tokens]": "16",
  })
  await createStoryteller(shahrazad, {
    "storyteller[max_prompt_tokens]": "1000000",
    "storyteller[max_completion_tokens]": "1000000",
  })
})

test("a form of another shape is a form without those fields", async () => {
  const { status, text } = await shahrazad.post("/storytellers", {
    "storyteller[name][first]": "Ada",
    "storyteller[instructions][]": "Tell.",
    storyteller: "all of it",
  })

  assert.equal(status, 422)
  assert.ok(errorOf(text, "storyteller_name"))
})

function assistantsOf(path: string) {
  return database("ai_engine_assistants").where({
    assistableType: "Storyteller",
    assistableId: Number(idOf(path)),
  })
}
