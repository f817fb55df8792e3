import assert from "node:assert/strict"
import { type TestContext, test } from "node:test"
import { until } from "../support/until.ts"
import { startConnection } from "./support/connection.ts"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"
import type { ThreadPage } from "./support/thread_page.ts"

const BEGINNING = `# The Keeper's Cat

Every evening **Pepper** climbed the hundred and nine steps, and every evening she counted them *wrong*.

- a moth with somewhere to be
- rain, leav`
const MIDDLE = `ing
- the first star, early as always

> "A hundred and ten," she said, and lay`
const END = ` down beside the lamp.

\`\`\`js
const light = round(ship)
\`\`\`

And the ships went home.`

const system = await startSystem()
const { openai } = system

test("two windows of one reader show the same at the same time, and nobody else's shows any of it", async (t) => {
  const author = await system.author()
  const writing = await system.open(t, author)
  const watching = await system.open(t, author)
  const other = await system.author("Dinazade")
  const stranger = await system.open(t, other)
  const before = await stranger.html()

  await ask(writing)
  await watching.shows("rain, leav")
  assert.equal(await watching.answer.getAttribute("data-status"), "in_progress")

  openai.release()
  await Promise.all([writing.shows("she said, and lay"), watching.shows("she said, and lay")])
  openai.release()
  await Promise.all([writing.shows("went home"), watching.shows("went home")])
  openai.release()

  await endAlike(writing, watching)
  assert.equal(await stranger.html(), before)
  assert.equal((await other.client.get(author.path)).status, 404)
})

test("who joins in the middle of an answer sees what was said, and then the rest", async (t) => {
  const { watching } = await asked(t)

  const late = await watching.inAnotherTab()
  await late.shows("rain, leav")
  openai.release()
  await late.shows("she said, and lay")
  const later = await late.inAnotherTab()
  await later.shows("she said, and lay")
  openai.release()
  await later.shows("went home")
  openai.release()

  await endAlike(watching, late, later)
})

test("a reload in the middle of an answer loses nothing", async (t) => {
  const { watching } = await asked(t)
  const reloading = await watching.inAnotherTab()

  openai.release()
  await reloading.shows("she said, and lay")
  await reloading.page.reload()
  await reloading.shows("she said, and lay")
  openai.release()
  await reloading.shows("went home")
  openai.release()

  await endAlike(watching, reloading)
})

test("who drops off and comes back reads on where the answer is by then", async (t) => {
  const { author, watching } = await asked(t)
  const connection = await startConnection(system.app.url)
  t.after(() => connection.stop())
  const dropping = await system.open(t, author, { baseURL: connection.url })
  await dropping.shows("rain, leav")

  connection.break()
  await dropping.disconnected()
  openai.release()
  await watching.shows("she said, and lay")
  assert.doesNotMatch((await dropping.witnessed()).join(), /the first star/)

  connection.mend()
  await dropping.shows("she said, and lay")
  connection.break()
  await dropping.disconnected()
  openai.release()
  await watching.shows("went home")
  openai.release()
  await watching.ends()
  connection.mend()

  await endAlike(watching, dropping)
})

test("a browser without a network catches up as soon as it has one", async (t) => {
  const { author, watching } = await asked(t)
  const travelling = await system.open(t, author)
  await travelling.shows("rain, leav")

  await travelling.page.context().setOffline(true)
  openai.release()
  await watching.shows("she said, and lay")
  await travelling.page.context().setOffline(false)
  await travelling.shows("she said, and lay")
  openai.release()
  await watching.shows("went home")
  openai.release()

  await endAlike(watching, travelling)
})

test("going elsewhere and back in the middle of an answer shows it as it is by then", async (t) => {
  const { watching } = await asked(t)
  const wandering = await watching.inAnotherTab()
  await wandering.shows("rain, leav")

  await wandering.page.getByRole("link", { name: "Threads" }).click()
  await wandering.page.getByRole("heading", { name: "Threads" }).waitFor()
  openai.release()
  await watching.shows("she said, and lay")
  await wandering.page.goBack()
  await wandering.shows("she said, and lay")

  await wandering.page.goForward()
  await wandering.page.getByRole("heading", { name: "Threads" }).waitFor()
  openai.release()
  await watching.shows("went home")
  openai.release()
  await watching.ends()
  await wandering.page.getByRole("link", { name: "Tell me of the lighthouse." }).click()

  await endAlike(watching, wandering)
})

test("the page stays with the newest words, unless its reader has scrolled up", async (t) => {
  const thread = await system.open(t, await system.author(), { viewport: { width: 800, height: 500 } })
  const { page } = thread
  const paragraphs = (from: number) =>
    Array.from({ length: 20 }, (_, index) => `Night ${from + index}.`).join("\n\n")

  openai.script(inParts(openai, paragraphs(1), `\n\n${paragraphs(21)}`))
  await thread.say("Go on.")
  await thread.shows("Night 20.")
  await until(() => isAtBottom(thread))

  await page.evaluate("scrollBy(0, -400)")
  const jump = page.getByRole("button", { name: "Jump to latest" })
  await jump.waitFor()
  const top = await page.evaluate("scrollY")
  openai.release()
  await thread.shows("Night 40.")
  assert.equal(await page.evaluate("scrollY"), top)

  await jump.click()
  await until(() => isAtBottom(thread))
  await jump.waitFor({ state: "hidden" })
})

/** An answer under way, of which the beginning has been told. */
async function asked(t: TestContext) {
  const author = await system.author()
  const watching = await system.open(t, author)
  await ask(watching)
  return { author, watching }
}

async function ask(thread: ThreadPage) {
  openai.script(inParts(openai, BEGINNING, MIDDLE, END))
  await thread.say("Tell me of the lighthouse.")
  await thread.shows("rain, leav")
}

/** All show the same page in the end, and never showed words that were not the beginning of the last ones. */
async function endAlike(...pages: ThreadPage[]) {
  await Promise.all(pages.map((page) => page.ends()))
  const [html] = await Promise.all(pages.map((page) => page.html()))

  for (const page of pages) {
    assert.equal(await page.html(), html)
    const texts = (await page.witnessed()).map((text) => text.trimEnd())
    const whole = texts.at(-1) ?? ""
    for (const text of texts) assert.ok(whole.startsWith(text), `${text}\nis no beginning of\n${whole}`)
  }
}

function isAtBottom({ page }: ThreadPage) {
  return page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1")
}
