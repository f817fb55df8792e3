import assert from "node:assert/strict"
import { test } from "node:test"
import { getInnerHTML } from "domutils"
import { type Client, signedUp } from "../support/client.ts"
import { element } from "../support/html.ts"
import { readLive } from "../support/live_reader.ts"
import { openApp } from "../support/open_app.ts"
import type { Reply } from "../support/scripted_openai/reply.ts"
import { createStoryteller, openThread, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const { url, database, openai } = await openApp()
const reader = await signedUp(url)
await createStoryteller(reader)

test("an answer under way comes on a page that only grows, with all else there from the start", async () => {
  const { thread, reply } = await ask(reader)
  const page = await readLive(reader, `${thread}/live`)
  const { headers } = page.response

  assert.equal(headers["x-accel-buffering"], "no")
  assert.equal(headers["cache-control"], "private, no-store")
  assert.equal(headers["content-length"], undefined)
  await page.sees("message--live")
  assert.match(page.text, /action="\/messages"[\s\S]*>Stop<[\s\S]*<div class="message__content prose"[^>]*>$/)
  assert.doesNotMatch(page.text, /<script|<\/html>/)

  reply.say("Once **upon")
  await page.sees("<p>Once")
  assert.doesNotMatch(page.text, /upon/)
  reply.say("** a time")
  await page.sees("<strong>upon</strong> a time")
  const late = await readLive(reader, `${thread}/live`)
  await late.sees("<strong>upon</strong> a time")

  reply.say(".\n\nThe end **of")
  reply.complete({ input: 12, output: 34 })
  await Promise.all([page.ended(), late.ended()])
  assert.match(page.text, /12 tokens in, 34 out[\s\S]*<\/html>\s*$/)
  assert.equal(content(page.text), content((await reader.get(thread)).text))
  assert.equal(content(late.text), content(page.text))
})

test("only the page of a thread whose answer is under way leads there, and only without script", async () => {
  const { thread, reply } = await ask(reader)
  const { text } = await reader.get(thread)
  const [, address = ""] =
    /<noscript><meta http-equiv="refresh" content="0; url=([^"]*)"><\/noscript>/.exec(text) ?? []

  assert.match(address, new RegExp(`^${thread}/live#message_\\d+$`))
  const refused = await send(reader, thread, " ", { "message[content]": "  " })
  assert.equal(refused.status, 422)
  assert.doesNotMatch(refused.text, /http-equiv/)

  reply.complete()
  await finished(thread)
  assert.doesNotMatch((await reader.get(thread)).text, /http-equiv/)
  const { status, location } = await reader.get(`${thread}/live`)
  assert.deepEqual([status, location], [303, thread])
})

test("what is asked meanwhile follows on the same page", async () => {
  const { thread, reply } = await ask(reader)
  const page = await readLive(reader, `${thread}/live`)
  const second = await ask(reader, thread, "And then?")

  reply.say("First.")
  await page.sees("First.")
  assert.doesNotMatch(page.text, /And then/)
  reply.complete()
  await page.sees("And then?")
  ;(await second.begun()).say("Second.")
  await page.sees("Second.")
  ;(await second.begun()).complete()
  await page.ended()
  assert.match(page.text, /First\.[\s\S]*And then\?[\s\S]*Second\.[\s\S]*<\/html>/)
})

const ends: Record<string, [end: (reply: Reply, thread: string) => unknown, shown: RegExp]> = {
  stopped: [(_, thread) => stop(thread), /You stopped this answer\.[\s\S]*>Try again</],
  "cut off": [(reply) => reply.cut(), /message__error[\s\S]*>Try again</],
  failed: [(reply) => reply.error("server_error", "Away."), /message__error[\s\S]*>Try again</],
}

for (const [name, [end, shown]] of Object.entries(ends)) {
  test(`an answer that was ${name} ends as on the thread's page`, async () => {
    const { thread, reply } = await ask(reader)
    const page = await readLive(reader, `${thread}/live`)

    reply.say("# Title\n\nText and **bold and `code")
    await page.sees("Text and")
    await end(reply, thread)
    await page.ended()
    assert.match(page.text, shown)
    assert.equal(content(page.text), content((await reader.get(thread)).text))
  })
}

test("who signs out is told so where the words were, and reads nothing more", async () => {
  const other = await signedUp(url, "Dinarzade")
  await createStoryteller(other)
  const { thread, reply } = await ask(other)
  const page = await readLive(other, `${thread}/live`)
  reply.say("```\nlet a\nlet b")
  await page.sees("let a")

  await other.delete("/session")
  await page.ended()
  assert.match(
    page.text,
    /let a<\/code><\/pre><\/div><\/div><\/article>\s*<p class="messages__ending"[^>]*>Your session/,
  )
  assert.match(page.text, /Read on<\/a>[\s\S]*<\/html>\s*$/)
  reply.complete()
})

test("nobody else reads it", async () => {
  const { thread, reply } = await ask(reader)
  const stranger = await signedUp(url, "Stranger")

  assert.equal((await stranger.get(`${thread}/live`)).status, 404)
  assert.equal((await readLive(stranger, thread, { Accept: "text/plain" })).response.statusCode, 404)
  reply.complete()
})

test("a thread is plain text for who asks for it, and for curl, as its words come", async () => {
  const { thread, reply } = await ask(reader)
  const text = await readLive(reader, thread, { Accept: "text/plain" })
  const curl = await readLive(reader, thread, { Accept: "*/*", "User-Agent": "curl/8.14.1" })

  assert.match(text.response.headers["content-type"] ?? "", /^text\/plain; charset=utf-8/)
  reply.say("# Dawn\n\n**Once** <b>\u001b[2J")
  await Promise.all([text.sees("**Once** <b>[2J"), curl.sees("**Once** <b>[2J")])
  reply.complete()
  await text.ended()
  assert.match(
    text.text,
    /^Scheherazade\n\nTell me a story\.\n\nShahrazad \(gpt-6-luna\)\n\n# Dawn\n\n\*\*Once\*\* <b>\[2J\n\n$/,
  )
  const whole = await readLive(reader, thread, { Accept: "text/plain" })
  await whole.ended()
  assert.equal(whole.text, text.text)
  assert.match((await reader.get(thread, { Accept: "*/*" })).text, /^<!DOCTYPE html>/)
})

/** Resolves when the provider was asked. */
async function ask(client: Client, path?: string, words = "Tell me a story.") {
  const thread = path ?? (await openThread(client))
  const { promise, resolve } = Promise.withResolvers<Reply>()
  openai.script(resolve)
  await send(client, thread, words)
  return { thread, reply: path ? ({} as Reply) : await promise, begun: () => promise }
}

async function stop(thread: string) {
  const { text } = await reader.get(thread)
  const [, path = ""] = /action="(\/runs\/\d+\/cancellation)"/.exec(text) ?? []
  await reader.post(path)
}

async function finished(thread: string) {
  await until(async () => {
    const runs = await database("ai_engine_runs").where({
      assistant_thread_id: Number(thread.split("/").at(-1)),
    })
    return runs.every(({ status }) => !["queued", "in_progress"].includes(status))
  })
}

/** Of the first answer. */
function content(html: string) {
  const [, id = ""] = /id="(message_\d+_content)" dir="auto">(?!Tell)/.exec(html) ?? []
  return getInnerHTML(element(html, id)).replace(/ hljs"|<\/?span[^>]*>|\n/g, "")
}
