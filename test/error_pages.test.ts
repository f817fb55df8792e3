import assert from "node:assert/strict"
import { test } from "node:test"
import { Client, signedUp } from "./support/client.ts"
import { fieldValue } from "./support/html.ts"
import { openApp } from "./support/open_app.ts"
import { createStoryteller, openThread, send } from "./support/story_forms.ts"

const { url, database, app } = await openApp()
const reader = await signedUp(url)
const guest = new Client(url)

test("an address with nothing at it is a page that looks like the app", async () => {
  for (const path of [
    "/nowhere",
    "/storytellers/1/nowhere",
    "/runs/1/retry",
    "/javascript/nowhere.js",
    "/.env",
  ]) {
    const { status, headers, text } = await reader.get(path)

    assert.equal(status, 404, path)
    assert.match(headers.get("content-type") ?? "", /^text\/html/)
    assert.match(text, /<title>Not found · Storytellers<\/title>/)
    assert.match(text, /There is nothing at this address\./)
    assert.match(text, /Scheherazade.*Sign out.*Back to the storytellers/s)
    assert.match(text, /application\.css/)
  }
})

test("a guest's error page offers to sign in", async () => {
  const { status, text } = await guest.get("/nowhere")

  assert.equal(status, 404)
  assert.match(text, /href="\/session\/new">Sign in</)
  assert.doesNotMatch(text, /Sign out/)
})

test("an address that can't be read is refused", async () => {
  const { status, text } = await reader.get("/storytellers/%E0%A4%A")

  assert.equal(status, 400)
  assert.match(text, /The request could not be understood\./)
})

test("an action that is not offered is not found", async () => {
  assert.equal((await reader.get("/messages")).status, 404)
  assert.equal((await reader.request("/users/1", { method: "DELETE" })).status, 404)
  assert.equal((await reader.post("/storytellers", { _method: "trace" })).status, 422)
})

test("a fault of ours says so, shows the words, and is written down without them", async () => {
  await createStoryteller(reader)
  const thread = await openThread(reader)
  await database.schema.renameTable("ai_engine_runs", "ai_engine_runs_away")

  const { status, text } = await send(reader, thread, "Tell me of <the> lighthouse")
  await database.schema.renameTable("ai_engine_runs_away", "ai_engine_runs")

  assert.equal(status, 500)
  assert.match(text, /<title>Something went wrong · Storytellers<\/title>/)
  assert.match(text, /It is our fault, and it was written down\. Try again in a moment\./)
  assert.equal(fieldValue(text, "unsent"), "Tell me of <the> lighthouse")
  assert.doesNotMatch(text, /SQLITE|no such table|server\/|\.ts/)
  assert.match(app.log, /A request failed\..*\/messages.*no such table/)
  assert.doesNotMatch(app.log, /Tell me of/)
})

test("where not even the session can be read, there is still a page", async () => {
  await database.schema.renameTable("sessions", "sessions_away")
  const { status, text } = await reader.get("/storytellers")
  await database.schema.renameTable("sessions_away", "sessions")

  assert.equal(status, 500)
  assert.match(text, /Something went wrong/)
  assert.equal((await reader.get("/storytellers")).status, 200)
})
