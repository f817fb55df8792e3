import assert from "node:assert/strict"
import { test } from "node:test"
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

function ask(url: string, signal: AbortSignal | null = null) {
  return fetch(`${url}/responses`, { method: "POST", body: JSON.stringify({ model: "gpt-6-luna" }), signal })
}
