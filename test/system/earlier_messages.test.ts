import assert from "node:assert/strict"
import { after, type TestContext, test } from "node:test"
import knex from "knex"
import type { Route } from "playwright-core"
import { databaseSettings } from "../../db/settings.ts"
import { tellLong } from "../support/long_thread.ts"
import { idOf } from "../support/story_forms.ts"
import { until } from "../support/until.ts"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"

const VIEWPORT = { viewport: { width: 800, height: 500 } }

const system = await startSystem()
const { openai } = system
const database = knex(databaseSettings(system.app.databaseUrl))
after(() => database.destroy())

test("a long thread opens at its end, and shows earlier messages to who scrolls up, without a jump", async (t) => {
  const { thread } = await longThread(t)
  await until(() =>
    thread.page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1"),
  )
  assert.deepEqual(await ends(thread), ["Question 36", "Answer 60"])

  for (const [top, first] of [
    [0, 11],
    [250, 1],
  ] as const) {
    const earlier = await holdEarlier(thread)
    await thread.page.evaluate(`scrollTo(0, ${top})`)
    await earlier.asked
    const line = await read(thread)
    const before = await topOf(line, thread)

    await earlier.release()
    await thread.messages.getByText(`Question ${first}`, { exact: true }).waitFor({ state: "attached" })
    assert.deepEqual(await ends(thread), [`Question ${first}`, "Answer 60"])
    await twoFrames(thread)
    const now = await topOf(line, thread)
    assert.ok(Math.abs(now - before) < 1, `from ${before} to ${now}`)
  }

  assert.equal(await link(thread).count(), 0)
})

test("by keyboard, too, and the focus stays where it is read on", async (t) => {
  const { thread } = await longThread(t)
  const earlier = await holdEarlier(thread)
  await link(thread).focus()
  await earlier.asked
  await thread.page.keyboard.press("Enter")
  const [first] = await ends(thread)

  await earlier.release()
  await thread.messages.getByText("Question 11", { exact: true }).waitFor({ state: "attached" })
  assert.match((await thread.page.locator(":focus").textContent()) ?? "", new RegExp(`${first}\\s*$`))
  assert.equal(
    await thread.page
      .getByRole("status")
      .filter({ hasText: /Answer/ })
      .count(),
    0,
  )
})

test("without a network the link stays, and works when there is one again", async (t) => {
  const { thread } = await longThread(t)
  let refused = 0
  await thread.page.route("**/earlier_messages*", async (route) => {
    refused += 1
    await route.abort()
  })
  await thread.page.evaluate("scrollTo(0, 0)")
  await until(() => refused > 0)
  await thread.page.unroute("**/earlier_messages*")

  await link(thread).click()
  await thread.messages.getByText("Question 11", { exact: true }).waitFor({ state: "attached" })
})

test("without JavaScript earlier messages have pages of their own, with a way back", async (t) => {
  const { author } = await longThread(t)
  const { page } = await system.visitor(t, author.client, { javaScriptEnabled: false })
  const thread = new ThreadPage(page)
  await page.goto(author.path)
  assert.deepEqual(await ends(thread), ["Question 36", "Answer 60"])

  await link(thread).click()
  await page.getByRole("heading", { name: "Earlier in" }).waitFor()
  assert.deepEqual(await ends(thread), ["Question 11", "Answer 35"])
  await link(thread).click()
  await thread.messages.getByText("Question 1", { exact: true }).waitFor()
  await page.getByRole("link", { name: "Newest messages" }).click()
  await thread.messages.getByText("Answer 60", { exact: true }).waitFor()
})

test("what is tried again far up is written only where it is shown, and both pages stay whole", async (t) => {
  const { author, thread } = await longThread(t, { status: "failed" })
  const newest = await system.open(t, author, VIEWPORT)
  const before = await newest.html()
  await goUp(thread, 1)

  openai.script(inParts(openai, "Once upon a time", " it ended."))
  const tried = answerTo(thread, 3)
  await tried.getByRole("button", { name: "Try again", exact: true }).click()
  await thread.messages.getByText("Once upon a time").waitFor()
  assert.deepEqual(await ends(thread), ["Question 1", "Answer 60"])

  const late = await system.open(t, author, VIEWPORT)
  await goUp(late, 1)
  await late.messages.getByText("Once upon a time").waitFor()
  openai.release()
  for (const page of [thread, late]) await page.messages.getByText("Once upon a time it ended.").waitFor()
  openai.release()
  for (const page of [thread, late]) {
    await page.messages.locator("[data-status=completed]").waitFor({ state: "attached" })
    assert.deepEqual(await ends(page), ["Question 1", "Answer 60"])
  }
  assert.equal(await newest.html(), before)
})

test("who goes elsewhere and back finds the earlier messages still there", async (t) => {
  const { thread } = await longThread(t)
  await goUp(thread, 11)
  const line = await read(thread)
  const before = await topOf(line, thread)

  // A click would bring it into view first.
  await thread.page.getByRole("link", { name: "Edit" }).dispatchEvent("click")
  await thread.page.getByRole("heading", { name: "Edit thread" }).waitFor()
  await thread.page.goBack()
  await thread.connected()

  assert.equal((await ends(thread))[1], "Answer 60")
  await until(async () => Math.abs((await topOf(line, thread)) - before) < 1)
})

async function longThread(t: TestContext, run?: { status: string }) {
  const author = await system.author()
  await tellLong(database, Number(idOf(author.path)), 60, run)
  // Takes the welcome, which would be gone when one comes back.
  await author.client.get(author.path)
  const thread = await system.open(t, author, VIEWPORT)
  return { author, thread }
}

/** The next request for earlier messages waits for its release. */
async function holdEarlier({ page }: ThreadPage) {
  const asked = Promise.withResolvers<Route>()
  await page.route("**/earlier_messages*", asked.resolve, { times: 1 })

  return { asked: asked.promise, release: async () => (await asked.promise).continue() }
}

/** Until the question with this number is there. */
async function goUp(thread: ThreadPage, number: number) {
  await until(async () => {
    await thread.page.evaluate("scrollTo(0, 0)")
    return (await thread.messages.getByText(`Question ${number}`, { exact: true }).count()) > 0
  })
}

function link({ page }: ThreadPage) {
  return page.getByRole("link", { name: "Earlier messages" })
}

function answerTo({ messages }: ThreadPage, number: number) {
  return messages.locator("> article").filter({ hasText: new RegExp(`Answer ${number}(?!\\d)`) })
}

/** What is said first and last. */
async function ends({ messages }: ThreadPage) {
  const said = await messages.locator(".message__content").allTextContents()
  return [said.at(0)?.trim(), said.at(-1)?.trim()]
}

/** The first message that begins in view. */
function read({ page }: ThreadPage): Promise<string> {
  return page.evaluate(`[...document.querySelectorAll(".message")]
    .find((message) => message.getBoundingClientRect().top >= 0).id`)
}

/** How many pixels it is below the window's top. */
function topOf(id: string, { page }: ThreadPage): Promise<number> {
  return page.evaluate(`document.getElementById("${id}").getBoundingClientRect().top`)
}

/** The browser has had its time to scroll of its own accord. */
async function twoFrames({ page }: ThreadPage) {
  await page.evaluate("new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(ready)))")
}
