import assert from "node:assert/strict"
import { test } from "node:test"
import { signStreamName } from "../../server/turbo/stream_name.ts"
import { cablePath, followCable, refusedCable } from "../support/cable_client.ts"
import { Client, signedUp } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"
import { tells } from "../support/scripted_openai.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { StreamPage } from "../support/stream_page.ts"
import { until } from "../support/until.ts"

const { app, url, database, openai } = await openApp()
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

test("a thread that is no longer there, or no longer the reader's, is refused", async () => {
  const { id } = await database("users").where({ email: reader.email }).first()
  const another = await openThread(stranger)

  for (const threadId of [idOf(another), "999999", "99999999999999999999"]) {
    const name = signStreamName(`assistant_thread_${threadId}`, id)
    assert.deepEqual(await refusedCable(reader, `/cable?stream=${name}`), {
      status: 404,
      text: "This thread was deleted.",
    })
  }
})

test("a refusal that a proxy's setting may be the cause of tells both values, in the answer and in the log", async () => {
  const origin = "http://stories.example:8080"
  const sentence = `your browser says ${origin}, but the app was asked for ${new URL(url).host} (see docs/proxies.md).`

  const { status, text } = await refusedCable(reader, path, { Origin: origin })
  assert.equal(status, 403)
  assert.ok(text.endsWith(sentence), text)
  await until(() => app.log.includes(origin))

  const asked = await reader.get(`${path}&origin=${encodeURIComponent(origin)}`)
  assert.deepEqual([asked.status, asked.text], [426, `The server refused the connection: ${sentence}`])
})

test("what a trusted proxy was asked for is the reader's own origin", async () => {
  const headers = {
    Origin: "https://stories.example",
    "X-Forwarded-Host": "stories.example:443",
    "X-Forwarded-Proto": "wss",
  }
  const { close } = await followCable(reader, path, headers)
  close()
  assert.equal(
    (await refusedCable(reader, path, { ...headers, Origin: "http://stories.example" })).status,
    403,
  )
})

test("a WebSocket that a proxy made a plain request of is told so, and logged", async () => {
  const { status, text } = await reader.get(path, { "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==" })
  assert.equal(status, 426)
  assert.match(text, /^The proxy in front of this app doesn't pass WebSockets/)
  await until(() => app.log.includes("doesn't pass WebSockets"))
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
