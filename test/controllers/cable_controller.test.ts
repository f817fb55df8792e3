import assert from "node:assert/strict"
import { test } from "node:test"
import { signStreamName } from "../../server/turbo/stream_name.ts"
import { cablePath, followCable, refusedCable } from "../support/cable_client.ts"
import { Client, signedUp } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"
import { tells } from "../support/scripted_openai.ts"
import { createStoryteller, openThread, send } from "../support/story_forms.ts"
import { StreamPage } from "../support/stream_page.ts"
import { until } from "../support/until.ts"

const { url, database, openai } = await openApp()
const reader = await signedUp(url)
const stranger = await signedUp(url, "Stranger")
const guest = new Client(url)
await createStoryteller(reader)
const thread = await openThread(reader)
const path = cablePath((await reader.get(thread)).text)

test("an open page gets the question and the answer as it comes", async () => {
  const page = new StreamPage((await reader.get(thread)).text)
  const { frames, close } = await followCable(reader, cablePath(page.html))
  openai.script(tells("Once ", "upon ", "a **time**."))
  await send(reader, thread, "Tell me a story")

  await until(() => frames.at(-1)?.includes('data-status="completed"'))
  close()
  for (const frame of frames) page.apply(frame)
  assert.match(page.html, /Tell me a story.*Once upon a <strong>time<\/strong>\./s)
  assert.ok(frames.every((frame) => /^<turbo-stream [^>]*cursor="\d+-\d+"/.test(frame)))
})

test("a page that was opened before gets what it missed", async () => {
  const { text } = await reader.get(thread)
  openai.script(tells("The end."))
  await send(reader, thread, "Go on")
  await until(() => database("ai_engine_messages").where({ content: "The end." }).first())

  const { frames, close } = await followCable(reader, cablePath(text))
  await until(() => frames.at(-1)?.includes("The end."))
  close()
})

test("a stream's name serves nobody but whom it was made for", async () => {
  assert.partialDeepStrictEqual(await refusedCable(stranger, path), {
    status: 403,
    text: "This stream's name is not valid, or no longer. Reload the page.",
  })
})

test("a name that was forged, has expired or is missing is refused", async () => {
  const { id } = await database("users").where({ email: reader.email }).first()
  const expired = signStreamName("assistant_thread_1", id, { expiresAt: Date.now() - 1 })
  const valid = signStreamName("assistant_thread_1", id)
  const forged = `${Buffer.from('["assistant_thread_1",1,9e15]').toString("base64url")}.${valid.split(".")[1]}`

  for (const name of [expired, forged, "assistant_thread_1", ""]) {
    assert.equal((await refusedCable(reader, `/cable?stream=${name}`)).status, 403, name)
  }
  assert.equal((await refusedCable(reader, "/cable")).status, 403)
  const { close } = await followCable(reader, `/cable?stream=${valid}`)
  close()
})

test("without a session there is no stream", async () => {
  assert.partialDeepStrictEqual(await refusedCable(guest, path), {
    status: 401,
    text: "Your session has ended. Sign in again.",
  })

  const gone = await signedUp(url)
  const cookie = gone.cookie
  await gone.delete("/session")
  assert.equal((await refusedCable(guest, path, { Cookie: cookie })).status, 401)
})

test("another site's page gets no stream", async () => {
  for (const Origin of ["https://evil.example", "null", `${url}.evil.example`]) {
    assert.equal((await refusedCable(reader, path, { Origin })).status, 403, Origin)
  }
})

test("no other address speaks WebSocket", async () => {
  assert.equal((await refusedCable(reader, "/")).status, 404)
  assert.equal((await refusedCable(reader, "/cable/more")).status, 404)
})

test("asked over plain HTTP, the cable says why an upgrade was refused, or that it would not be", async () => {
  assert.equal((await guest.get(path)).status, 401)
  assert.equal((await stranger.get(path)).status, 403)
  assert.equal((await reader.get("/cable")).status, 403)

  const { status, headers } = await reader.get(path)
  assert.deepEqual([status, headers.get("upgrade")], [426, "websocket"])
})
