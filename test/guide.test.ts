import "./support/environment.ts"
import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { Assistant, AssistantThread, Run } from "../server/ai_engine/index.ts"
import type { ApplicationRecord, RecordClass } from "../server/lib/application_record.ts"
import { MODELS } from "./guide/boot.ts"
import { lookAfterRuns } from "./guide/look_after_runs.ts"
import { RecipeMaker } from "./guide/recipe_maker.ts"
import { startKitchen } from "./guide/start_kitchen.ts"
import { watch } from "./guide/support/watcher.ts"
import { Client } from "./support/client.ts"
import { type ScriptedOpenAI, startScriptedOpenAI, tells } from "./support/scripted_openai.ts"
import { until } from "./support/until.ts"

const ROOT = join(import.meta.dirname, "..")

let openai: ScriptedOpenAI
let kitchen: Awaited<ReturnType<typeof startKitchen>>

before(async () => {
  openai = await startScriptedOpenAI()
  kitchen = await startKitchen({ apiKey: "key", baseURL: openai.url })
})

after(async () => {
  await kitchen.stop()
  await openai.close()
})

test("an answer streams into the open page, and whoever comes later sees the same", async (t) => {
  const { cook, thread, send } = await openThread()
  const early = await watch(cook, thread)
  t.after(() => early.close())
  openai.script(async (reply) => {
    reply.say("# Carrot soup\n\nTake **four")
    openai.hold()
    await reply.turn()
    reply.say(" carrots**.")
    reply.complete()
  })

  const { status, text } = await send("What can I do with carrots?")
  assert.equal(status, 200)
  assert.match(text, /^<turbo-stream action="replace" target="composer">/)
  await until(() => /<strong[^>]*>four<\/strong>/.test(early.messages))
  assert.match(early.messages, /What can I do with carrots\?/)
  assert.deepEqual(early.statuses, ["in_progress"])

  const late = await watch(cook, thread)
  t.after(() => late.close())
  await until(() => late.messages === early.messages)
  openai.release()
  await until(() => early.statuses[0] === "completed" && late.statuses[0] === "completed")

  const reloaded = await watch(cook, thread)
  t.after(() => reloaded.close())
  assert.match(early.messages, /<h3>Carrot soup<\/h3>\s*<p>Take <strong>four carrots<\/strong>\.<\/p>/)
  assert.match(early.messages, /20 tokens in, 10 out/)
  assert.equal(early.messages, reloaded.messages)
  assert.equal(late.messages, reloaded.messages)
})

test("the provider is sent the recipe maker's instructions and limit, and the model of this one message", async () => {
  const { cook, thread, send } = await openThread()

  await send("A soup, please.", { "message[model]": MODELS[1] })
  await settled()

  const { model, instructions, max_output_tokens: limit } = openai.requests.at(-1)?.body ?? {}
  assert.deepEqual([model, limit], [MODELS[1], 1_000])
  assert.equal(instructions, "You are Marie. Write recipes of French cooking, in Markdown, for two.")
  const { text } = await cook.get(thread)
  assert.match(text, /<option selected>gpt-6\.1-terra<\/option>/)
})

test("an answer is stopped, and tried again", async (t) => {
  const { cook, thread, send } = await openThread()
  const page = await watch(cook, thread)
  t.after(() => page.close())
  openai.script((reply) => reply.say("Boil the"), tells("Boil ", "the carrots."))

  await send("How long?")
  await until(() => page.messages.includes("Boil the"))
  await cook.post(link(page.messages, /\/runs\/\d+\/cancellation/))
  await until(() => page.statuses[0] === "cancelled")
  assert.match(page.messages, /<p>Boil the<\/p>/)

  await cook.post(link(page.messages, /\/runs\/\d+\/retry/))
  await until(() => page.statuses[1] === "completed")
  assert.match(page.messages, /<p>Boil the carrots\.<\/p>/)
})

test("what a model thinks is folded, and footnotes of two answers keep apart, on the page that grew and on a new one", async (t) => {
  const { cook, thread, send } = await openThread()
  const early = await watch(cook, thread)
  t.after(() => early.close())
  const answer = tells("<think>Hm.</think>Salt[^1].", "\n\n[^1]: Of the sea.")
  openai.script(answer, answer)

  await send("With what?")
  await send("Again?")
  await until(() => early.statuses.filter((status) => status === "completed").length === 2)
  const late = await watch(cook, thread)
  t.after(() => late.close())

  assert.equal(early.messages, late.messages)
  assert.equal(late.messages.match(/<details class="thinking">/g)?.length, 2)
  const ids = [...late.messages.matchAll(/ id="([^"]*note[^"]*)"/g)].map(([, id]) => id)
  assert.equal(ids.length, 4)
  assert.equal(new Set(ids).size, 4)
})

test("words that can't be sent come back, and words that came twice are written once", async () => {
  const { cook, thread, send } = await openThread()

  const { status, text } = await send(" ")
  assert.equal(status, 422)
  assert.match(text, /<p role="alert">Write something first\.<\/p>/)

  await send("Salt?", { "message[client_id]": "once" })
  await send("Salt?", { "message[client_id]": "once" })
  await settled()
  const page = await cook.get(thread)
  assert.equal(page.text.match(/<article/g)?.length, 2)
})

test("what belongs to one cook is not there for another", async () => {
  const { cook, thread } = await openThread()
  const stranger = await signedIn("Escoffier")

  assert.equal((await stranger.get(thread)).status, 404)
  assert.equal((await new Client(kitchen.url).get(thread)).status, 401)
  const [, src = ""] = /src="(\/cable[^"]+)"/.exec((await cook.get(thread)).text) ?? []
  assert.equal((await cook.get(src)).status, 426)
  assert.equal((await stranger.get(src)).status, 403)
})

test("the assistant follows its recipe maker, and what it said outlives it", async () => {
  const { cook, thread, send, recipeMaker } = await openThread()
  await send("Pepper?")
  await settled()

  await recipeMaker.update({ cuisine: "Basque" })
  assert.match((await recipeMaker.assistant())?.instructions ?? "", /Basque cooking/)

  await recipeMaker.destroy()
  assert.equal(await Assistant.findBy({ assistableId: recipeMaker.id }), undefined)
  assert.match((await cook.get(thread)).text, /Marie \(gpt-6-luna\)/)
})

test("a run whose process died is ended, and one that was left waiting is taken up", async () => {
  const { recipeMaker, assistantThread } = await openThread()
  const died = await recipeMaker.aiEngineAsk({ assistantThread, content: "First?" })
  const waiting = await recipeMaker.aiEngineAsk({ assistantThread, content: "Second?" })
  await died.claim()
  await Run.query()
    .where({ id: died.id })
    .update({ heartbeatAt: new Date(0) })

  await lookAfterRuns()
  await settled()

  assert.deepEqual([(await died.reload()).status, died.errorCode], ["incomplete", "interrupted"])
  assert.equal((await waiting.reload()).status, "completed")
})

test("every snippet of the guide stands in the file that is named above it", async () => {
  const guide = await readFile(join(ROOT, "docs/guide.md"), "utf8")
  const snippets = [...guide.matchAll(/([^\n]*)\n+```(?:ts|js|ejs|html|sql)\n(.*?)\n```/gs)]
  assert.ok(snippets.length > 10)

  for (const [, above = "", code = ""] of snippets) {
    const [, path] = /^In `([^`]+)`:$/.exec(above) ?? []
    assert.ok(path, `No file is named above:\n${code}`)
    const file = await readFile(join(ROOT, path), "utf8")
    assert.ok(unindented(file).includes(unindented(code)), `Not in ${path}:\n${code}`)
  }
})

async function signedIn(name: string) {
  const client = new Client(kitchen.url)
  await client.post("/session", { name })
  return client
}

/** A cook with a recipe maker and an empty thread. */
async function openThread() {
  const cook = await signedIn("Marie-Antoine")
  const fields = {
    "recipe_maker[name]": "Marie",
    "recipe_maker[cuisine]": "French",
    "recipe_maker[model]": MODELS[0],
  }
  assert.equal((await cook.post("/recipe_makers", fields)).status, 303)
  const { location: thread = "" } = await cook.post("/assistant_threads")
  const recipeMaker = await last(RecipeMaker)
  const assistantThread = await last(AssistantThread)

  function send(content: string, others: Record<string, string> = {}) {
    const message = {
      "message[assistant_thread_id]": String(assistantThread.id),
      "message[recipe_maker_id]": String(recipeMaker.id),
      "message[content]": content,
    }
    return cook.post("/messages", { ...message, ...others }, { turboStream: true })
  }
  return { cook, thread, recipeMaker, assistantThread, send }
}

async function last<T extends ApplicationRecord>(recordClass: RecordClass<T>): Promise<T> {
  const [record] = await recordClass.where<T>((query) => query.orderBy("id", "desc").limit(1))
  assert.ok(record)
  return record
}

/** All runs have ended. */
async function settled() {
  await until(async () => (await Run.where({})).every(({ finished }) => finished))
}

function link(html: string, pattern: RegExp) {
  return pattern.exec(html)?.[0] ?? ""
}

function unindented(text: string) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
}
