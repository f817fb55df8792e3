import assert from "node:assert/strict"
import { type TestContext, test } from "node:test"
import { cablePath, followCable } from "../support/cable_client.ts"
import { launchBrowser } from "../support/chromium.ts"
import { type Scenario, tells } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"
import { startConnection } from "./support/connection.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"
import { visitorIn } from "./support/visitor.ts"

const QUESTION = "Tell me of the lighthouse."

/** What waits for so many milliseconds to be over appears as if they were. */
const AWAY = `(milliseconds => {
  for (const animation of document.getAnimations()) {
    animation.pause()
    animation.currentTime = milliseconds
  }
})`

const system = await startSystem()
const { openai } = system

test("a preview from Turbo's cache does not connect, the page that takes its place does", async (t) => {
  const { thread, connection } = await reading(t)
  const { page } = thread
  const { promise: released, resolve: release } = Promise.withResolvers<void>()

  await page.getByRole("link", { name: "Threads" }).click()
  await page.getByRole("heading", { name: "Threads" }).waitFor()
  await until(() => connection.cables === 0)
  await page.route("**/assistant_threads/*", async (route) => {
    await released
    await route.continue()
  })
  await page.getByRole("link", { name: QUESTION }).click()
  await page.locator("html[data-turbo-preview] cable-stream-source").waitFor({ state: "attached" })
  // What the preview had asked for before this would have arrived before it.
  await page.evaluate("fetch('/up')")
  assert.equal(connection.upgrades, 1)

  release()
  await thread.connected()
  assert.deepEqual([connection.upgrades, connection.cables], [2, 1])
})

test("back and forward, in Turbo's cache and over a whole page, leave one connection each time", async (t) => {
  const { thread, connection, watching } = await reading(t)
  const { page } = thread
  const threads = page.getByRole("heading", { name: "Threads" })

  await page.getByRole("link", { name: "Threads" }).click()
  await threads.waitFor()
  await page.goBack()
  await thread.connected()
  await page.goForward()
  await threads.waitFor()
  await page.goBack()
  await thread.connected()
  await until(() => connection.cables === 1)
  assert.equal(connection.upgrades, 3)

  await page.goto("/storytellers")
  openai.release()
  await watching.shows("and lay")
  await page.goBack()
  await thread.shows("and lay")
  await until(() => connection.cables === 1)
  assert.equal(connection.upgrades, 4)

  await Promise.all([thread.ends(), watching.ends()])
  assert.equal(await thread.html(), await watching.html())
})

test("a page that the browser kept alive has no connection while it sleeps, and one when it wakes", async (t) => {
  const author = await system.author()
  const connection = await startConnection(system.app.url, { storable: true })
  t.after(() => connection.stop())
  const browser = await launchBrowser({ ignoreDefaultArgs: ["--disable-back-forward-cache"] })
  t.after(() => browser.close())
  const visitor = await visitorIn(browser, { baseURL: connection.url })
  const { page } = visitor
  await visitor.signInAs(author.client)
  await page.goto(author.path)
  const thread = await ThreadPage.connected(page)
  await page.evaluate("window.keptAlive = true")

  await page.goto("/storytellers")
  await until(() => connection.cables === 0)
  await page.evaluate("history.back()")
  await page.waitForURL(author.path, { waitUntil: "commit" })
  await thread.connected()
  assert.equal(await page.evaluate("window.keptAlive"), true)
  assert.deepEqual([connection.upgrades, connection.cables], [2, 1])
})

test("a line that fell silent is noticed, and what was lost on it comes again", async (t) => {
  const { thread, connection, watching } = await reading(t, { clock: true })
  const { page } = thread

  connection.swallow()
  openai.release()
  await watching.shows("and lay")
  await page.clock.fastForward(30_000)
  assert.equal(connection.upgrades, 1)

  await page.clock.fastForward(10_000)
  await thread.disconnected()
  await until(() => connection.upgrades === 2)
  connection.mend()
  await page.clock.fastForward(11_000)
  await thread.shows("and lay")
})

test("a page that comes back is sent nothing again of what it shows", async (t) => {
  const { thread, connection } = await reading(t)
  const { page } = thread
  openai.release()
  await thread.ends()

  const again = page.waitForEvent("websocket")
  connection.break()
  await thread.disconnected()
  connection.mend()
  const frames: string[] = []
  const cable = await again
  cable.on("framereceived", ({ payload }) => frames.push(String(payload)))
  await thread.connected()
  openai.script(tells("And they are there still."))
  await thread.say("And then?")
  await thread.shows("And they are there still.")
  await thread.ends()

  assert.match(frames.join(), /And they are there still/)
  assert.doesNotMatch(frames.join(), /and lay down/)
})

test("a page that comes back to view does not trust a line that is late", async (t) => {
  const { thread, connection } = await reading(t, { clock: true })
  const { page } = thread
  const comeBack = "document.dispatchEvent(new Event('visibilitychange'))"
  const start: number = await page.evaluate("Date.now()")

  await page.evaluate(comeBack)
  await page.evaluate("fetch('/up')")
  assert.equal(connection.upgrades, 1)

  // As while a computer sleeps: time passes, and no timer comes due.
  await page.clock.setSystemTime(start + 25_000)
  await page.evaluate(comeBack)
  await until(() => connection.upgrades === 2)
  await thread.connected()
})

test("while it is away for longer than a moment, the page says so, and takes no focus", async (t) => {
  const { thread, connection } = await reading(t, { clock: true })
  const { page } = thread
  const notice = thread.page.getByRole("status").getByText("The connection was lost")
  await thread.composer.fill("And then")
  await thread.focused()
  assert.equal(await notice.isVisible(), false)

  connection.break()
  await thread.disconnected()
  await page.evaluate(`${AWAY}(3_900)`)
  assert.equal(await notice.isVisible(), false)
  await page.evaluate(`${AWAY}(4_000)`)
  await notice.waitFor()
  await thread.focused()

  connection.mend()
  await page.clock.fastForward(1_000)
  await notice.waitFor({ state: "hidden" })
  await thread.focused()
  assert.equal(await thread.composer.inputValue(), "And then")
})

test("a server that answers a message is there: the page does not wait out its pause to be connected again", async (t) => {
  const { thread, connection } = await reading(t, { clock: true })
  const { page } = thread
  await page.evaluate("Math.random = () => 1")
  openai.release()
  await thread.ends()

  connection.break()
  await thread.disconnected()
  // Until it pauses for longer than anybody would wait.
  for (let attempt = 0; attempt < 6; attempt++) {
    if (attempt === 5) await page.evaluate("Math.random = () => 1_000")
    const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("/cable?"))
    await page.clock.fastForward(13_000)
    await failed
  }
  connection.mend()
  openai.script(tells("And they are there still."))
  await thread.say("And then?")
  await thread.connected()
  await thread.shows("And they are there still.")
})

test("whoever has signed out elsewhere is told so, and led back here by the sign-in", async (t) => {
  const author = await system.author()
  const thread = await system.open(t, author)
  const { page } = thread
  await thread.composer.fill("And then")

  await author.client.delete("/session")
  await page.getByText("Your session has ended. Sign in again.").waitFor()
  await thread.focused()
  await page.getByRole("status").getByRole("link", { name: "Sign in" }).click()
  await page.getByLabel("E-mail address").fill(author.client.email)
  await page.getByLabel("Password").fill("once upon a time")
  await page.getByRole("button", { name: "Sign in" }).click()
  await thread.connected()
  assert.equal(new URL(page.url()).pathname, author.path)
  assert.equal(await thread.composer.inputValue(), "And then")
})

test("a thread that was deleted elsewhere says so, and tries no longer", async (t) => {
  const author = await system.author()
  const connection = await startConnection(system.app.url)
  t.after(() => connection.stop())
  const { page } = await system.visitor(t, author.client, { baseURL: connection.url })
  await page.clock.install()
  await page.goto(author.path)
  await ThreadPage.connected(page)

  await author.client.delete(author.path)
  await page.getByText("This thread was deleted.").waitFor()
  await page.clock.fastForward(60_000)
  await page.evaluate("fetch('/up')")
  assert.equal(connection.upgrades, 1)
  await page.getByRole("link", { name: "Your other threads" }).click()
  await page.getByRole("heading", { name: "Threads" }).waitFor()
})

test("the fifty-first page says why it is not kept up to date, and is when another was closed", async (t) => {
  const author = await system.author()
  const { page } = await system.visitor(t, author.client)
  await page.clock.install()
  const path = cablePath((await author.client.get(author.path)).text)
  const others = await Promise.all(Array.from({ length: 50 }, () => followCable(author.client, path)))
  t.after(() => others.map(({ close }) => close()))

  await page.goto(author.path)
  await page
    .getByText("You have 50 pages open that are kept up to date. Close one, and this one goes on.")
    .waitFor()
  others[0]?.close()
  await others[0]?.closed
  await page.clock.fastForward(15_000)
  await ThreadPage.connected(page)
  await page.getByText("You have 50 pages open").waitFor({ state: "hidden" })
})

const inTwoParts: Scenario = async (reply) => {
  reply.say("Every evening the cat counted,")
  openai.hold()
  await reply.turn()
  reply.say(" and lay down.")
  reply.complete()
}

/** A thread whose answer is under way, once behind a connection that can break, once without. */
async function reading(t: TestContext, { clock = false } = {}) {
  const author = await system.author()
  const watching = await system.open(t, author)
  openai.script(inTwoParts)
  await watching.say(QUESTION)
  await watching.shows("counted")

  const connection = await startConnection(system.app.url)
  t.after(() => connection.stop())
  const { page } = await system.visitor(t, author.client, { baseURL: connection.url })
  if (clock) await page.clock.install()
  await page.goto(author.path)
  const thread = await ThreadPage.connected(page)
  await thread.shows("counted")

  return { thread, connection, watching }
}
