import assert from "node:assert/strict"
import { test } from "node:test"
import type { BackgroundReply } from "./scripted_openai/background_reply.ts"
import { startScriptedOpenAI, tells } from "./scripted_openai.ts"

test("tells a story with its usage where nothing was scripted", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())

  const events = await (await ask(openai.url)).text()

  assert.match(events, /^event: response\.created\n/)
  assert.match(events, /"delta":" Lighthouse"/)
  assert.match(events, /event: response\.completed\ndata: .*"output_tokens":10/)
})

test("stops before the next chunk while it is on hold", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  openai.script(async (reply) => {
    reply.say("Once")
    openai.hold()
    await tells(" upon")(reply)
  })

  const response = await ask(openai.url)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ""
  while (!seen.includes("Once")) seen += (await reader?.read())?.value
  assert.doesNotMatch(seen, /upon/)

  openai.release()
  while (!seen.includes("response.completed")) seen += (await reader?.read())?.value
  assert.match(seen, /upon/)
})

test("knows what was asked, and that the client hung up", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  openai.script((reply) => reply.say("Once"))
  const controller = new AbortController()

  await ask(openai.url, controller.signal)
  controller.abort()

  const [request] = openai.requests
  await request?.aborted
  assert.equal(request?.path, "/responses")
  assert.deepEqual(request?.body, { model: "gpt-6-luna" })
})

test("a background response goes on with nobody there, and is told again after any event", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  let id = ""
  openai.script((reply) => {
    id = (reply as BackgroundReply).id
    reply.say("Once")
    reply.cut()
    reply.say(" upon")
    reply.complete()
  })

  const cut = await fetch(`${openai.url}/responses`, { method: "POST", body: '{"background":true}' })
  await assert.rejects(cut.text())

  const stored = `${openai.url}/responses/${id}`
  const again = await (await fetch(`${stored}?stream=true&starting_after=4`)).text()
  assert.match(again, /^event: response\.output_text\.delta\n.*" upon".*\n\nevent: response\.completed/)
  assert.equal(Object(await (await fetch(stored)).json()).status, "completed")
  assert.equal(openai.created, 1)
})

function ask(url: string, signal: AbortSignal | null = null) {
  return fetch(`${url}/responses`, { method: "POST", body: JSON.stringify({ model: "gpt-6-luna" }), signal })
}
