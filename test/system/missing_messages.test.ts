import assert from "node:assert/strict"
import { after, type TestContext, test } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"
import { RedisLog } from "../../server/cable/redis_log.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { tellLong } from "../support/long_thread.ts"
import { startRedis } from "../support/redis.ts"
import { idOf } from "../support/story_forms.ts"
import { until } from "../support/until.ts"
import { startSystem } from "./support/system.ts"

/** More than a page holds. */
const QUESTIONS = 30

/** When it is asked to, a page waits a moment before it asks for itself anew; how often it was asked counts here. */
const COUNT_REFRESHES = `
  refreshes = 0
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes])
    refreshes += added.filter((node) => node.getAttribute?.("action") === "refresh").length
  }).observe(document.documentElement, { childList: true })`

const redis = await startRedis()
const system = await startSystem({ REDIS_URL: redis.url })
const database = knex(databaseSettings(system.app.databaseUrl))
const { id: installation } = await database("installation").first()
const log = new RedisLog(redis.url, { keyOf: (name) => `storytellers:${installation}:${name}` })

after(async () => {
  await database.destroy()
  await log.close()
  await system.app.stop()
  await redis.stop()
})

test("a page that hears of an answer whose coming it was never told refreshes, and shows it", async (t) => {
  const { thread, threadId, page, tell } = await opened(t, QUESTIONS)
  await tellLong(database, threadId, 1)
  const [question, answer] = await messages(threadId)
    .orderBy("id", "desc")
    .limit(2)
    .then((rows) => rows.reverse())
  assert.equal(await page.locator(`#message_${answer.id}`).count(), 0)

  await tell(answer.id, question.id)
  await page.locator(`#message_${question.id}`).waitFor()
  await page.locator(`#message_${answer.id}`).waitFor()
  await thread.connected()
})

test("so does one that is still empty", async (t) => {
  const { threadId, page, tell } = await opened(t, 0)
  await tellLong(database, threadId, 1)
  const [question, answer] = await messages(threadId).orderBy("id")

  await tell(answer.id, question.id)
  await page.locator(`#message_${answer.id}`).waitFor()
})

test("an answer to a question on an earlier page is missing by right: nothing is refreshed", async (t) => {
  const { threadId, page, refreshes, tell } = await opened(t, QUESTIONS)
  const [question] = await messages(threadId).orderBy("id")
  const newest = await messages(threadId).max({ id: "id" }).first()

  // A further try at the first question is newer than all there is.
  await tell(newest?.id + 1, question.id)
  await told(page)
  assert.equal(await refreshes(), 0)
})

test("a message that is not there after the refresh either is not asked for again", async (t) => {
  const { page, refreshes, tell, thread } = await opened(t, QUESTIONS)

  await tell(999_999, 999_999)
  await until(async () => (await refreshes()) === 1)
  await thread.connected()
  for (const _ of [1, 2]) {
    await tell(999_999, 999_999)
    await told(page)
  }
  assert.equal(await refreshes(), 1)
})

test("a page that is to ask for itself anew, and gets no answer, asks the log again", async (t) => {
  const { page, threadId } = await opened(t, 1)
  await page.route("**/assistant_threads/*", () => {})

  const again = page.waitForEvent("websocket")
  await log.append(`assistant_thread_${threadId}`, { kind: "event", html: turboStream("refresh") })
  await again
})

test("a message that comes again with the answer to a form stays as it is by now", async (t) => {
  const { page } = await opened(t, 1)
  await page.evaluate(`{
    const { id, parentElement } = document.querySelector("article[id^=message_]")
    const append = (html) => \`<turbo-stream action="append" target="\${parentElement.id}"><template>\${html}</template></turbo-stream>\`
    Turbo.renderStreamMessage(append(\`<article id="\${id}">Older.</article>\`) + append("<i id=later></i>"))
  }`)

  await page.locator("#later").waitFor({ state: "attached" })
  assert.equal(await page.getByText("Older.").count(), 0)
})

let marks = 0

/** Somebody's page of a thread in which so many questions were told; and how often it asked for itself anew. */
async function opened(t: TestContext, questions: number) {
  const author = await system.author()
  const threadId = Number(idOf(author.path))
  if (questions > 0) await tellLong(database, threadId, questions)
  // Takes the welcome, which would be gone when one comes back.
  await author.client.get(author.path)
  const thread = await system.open(t, author)
  await thread.page.evaluate(COUNT_REFRESHES)
  const refreshes = () => thread.page.evaluate<number>("refreshes")

  async function tell(id: number, place: number) {
    const article = `<article id="message_${id}" data-role="assistant" data-place="${place}">Told.</article>`
    const html = turboStream("replace", { target: `message_${id}`, html: article })
    const stream = `assistant_thread_${threadId}`
    await log.append(stream, { kind: "final", message: `message_${id}`, writer: 1, text: "", html })
    // A frame that shows itself: once it is there, those before it were rendered.
    marks += 1
    const mark = turboStream("append", {
      target: `${stream}_composer`,
      html: `<i id="mark_${marks}" hidden></i>`,
    })
    await log.append(stream, { kind: "event", html: mark })
  }
  return { thread, threadId, page: thread.page, refreshes, tell }
}

function told(page: Awaited<ReturnType<typeof opened>>["page"]) {
  return page.locator(`#mark_${marks}`).waitFor({ state: "attached" })
}

function messages(assistantThreadId: number) {
  return database("ai_engine_messages").where({ assistantThreadId })
}
