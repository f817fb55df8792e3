import assert from "node:assert/strict"
import { after, test } from "node:test"
import { startApp } from "../support/app_server.ts"
import { Client, signedUp } from "../support/client.ts"
import { readLive } from "../support/live_reader.ts"
import { startRedis } from "../support/redis.ts"
import { startScriptedOpenAI } from "../support/scripted_openai.ts"
import type { Reply } from "../support/scripted_openai/reply.ts"
import { createStoryteller, openThread, send } from "../support/story_forms.ts"

const [openai, redis] = await Promise.all([startScriptedOpenAI(), startRedis()])
const env = { OPENAI_BASE_URL: openai.url, REDIS_URL: redis.url }
const app = await startApp({ env, worker: true })
const other = await startApp({ env: { ...env, DATABASE_URL: app.databaseUrl } })
after(async () => {
  openai.release()
  await Promise.all([app.stop(), other.stop()])
  await Promise.all([openai.close(), redis.stop()])
})

const reader = await signedUp(app.url)
const elsewhere = new Client(other.url)
elsewhere.keep(reader.cookie)
await createStoryteller(reader)

test("an answer comes from a worker to readers of any process, and ends where one of these dies", async () => {
  const { thread, reply } = await ask()
  const here = await readLive(reader, `${thread}/live`)
  const there = await readLive(elsewhere, `${thread}/live`)
  reply.say("Once upon")
  await Promise.all([here.sees("Once upon"), there.sees("Once upon")])

  await other.web?.stop("SIGKILL")
  await there.ended()
  assert.equal(there.end, "broken")
  assert.match(
    there.text,
    new RegExp(`If it stands still, <a href="${thread}#message_\\d+">load it again</a>`),
  )

  reply.say(" a time.")
  await here.sees(" a time.")
  await other.startWeb()
  const again = await readLive(elsewhere, `${thread}/live`)
  await again.sees("Once upon a time.")
  reply.complete()
  await Promise.all([here.ended(), again.ended()])
  assert.deepEqual([here.end, again.end], ["whole", "whole"])
})

test("a server that stops says so, and where to read on", async () => {
  const { thread, reply } = await ask()
  const page = await readLive(elsewhere, `${thread}/live`)
  reply.say("Once *upon* a time")
  await page.sees("upon")

  await other.web?.stop()
  await page.ended()
  assert.equal(page.end, "whole")
  assert.match(
    page.text,
    new RegExp(
      `a time</p></div></article>\\s*<p class="messages__ending"[^>]*>The server is restarting[^<]*<a href="${thread}">`,
    ),
  )
  reply.complete()
  await other.startWeb()
})

test("where the worker is killed, the page ends with what came and a way to try again", async () => {
  const { thread, reply } = await ask()
  const page = await readLive(reader, `${thread}/live`)
  reply.say("Once **upon** a time")
  await page.sees("</strong> a time")

  await app.worker?.stop("SIGKILL")
  await page.ended()
  assert.equal(page.end, "whole")
  assert.match(
    page.text,
    /<\/strong> a time<\/p>\s*<\/div>[\s\S]*message__error[\s\S]*>Try again<[\s\S]*<\/html>/,
  )
  await app.startWorker()
})

test("without Redis the words come from the database, and the page ends all the same", async () => {
  const { thread, reply } = await ask()
  const page = await readLive(reader, `${thread}/live`)
  reply.say("Once upon")
  await page.sees("Once upon")

  await redis.stop()
  reply.say(" a time.")
  await page.sees(" a time.")
  reply.complete()
  await page.ended()
  assert.equal(page.end, "whole")
})

async function ask() {
  const thread = await openThread(reader)
  const { promise, resolve } = Promise.withResolvers<Reply>()
  openai.script(resolve)
  await send(reader, thread, "Tell me a story.")
  return { thread, reply: await promise }
}
