import assert from "node:assert/strict"
import { test } from "node:test"
import { textOf } from "../markdown/support/differences.ts"
import { random } from "../support/random.ts"
import { RandomMarkdown } from "../support/random_markdown.ts"
import { until } from "../support/until.ts"
import { startConnection } from "./support/connection.ts"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"

const RELOADS = 20
const DROPS = 20
const WITHOUT_SCRIPT = { javaScriptEnabled: false }

const system = await startSystem()
const { openai } = system

test("without script an answer shows while it comes, and composer and Stop work meanwhile", async (t) => {
  const author = await system.author()
  const { page } = await system.visitor(t, author.client, WITHOUT_SCRIPT)
  const thread = new ThreadPage(page)
  await page.goto(author.path)

  openai.script(inParts(openai, "Once **upon", "** a time"), inParts(openai, "And then"))
  await send(thread, "Tell me a story.")
  await thread.shows("Once")
  assert.match(page.url(), /\/live#message_\d+$/)
  await isBelow(thread, "Stop")
  await isBelow(thread, "Send")

  await send(thread, "And then?")
  await thread.messages.getByText("Once").waitFor()
  await page.getByRole("button", { name: "Stop" }).first().click()
  await page.getByText("You stopped this answer.").waitFor()
  openai.release()
  await thread.shows("And then")
  openai.release()
  await page.getByText("567 out").waitFor()
  await page.getByRole("button", { name: "Stop" }).first().waitFor({ state: "hidden" })
  await page.reload()
  assert.match(page.url(), new RegExp(`${author.path}(#|$)`))
})

test("with script nothing leads to that page", async (t) => {
  const author = await system.author()
  const thread = await system.open(t, author)

  openai.script(inParts(openai, "Once upon", " a time"))
  await thread.say("Tell me a story.")
  await thread.shows("Once upon")
  await thread.page.reload()
  await thread.connected()
  await thread.shows("Once upon")
  assert.doesNotMatch(thread.page.url(), /live/)
  openai.release()
  await thread.shows("a time")
  openai.release()
  await thread.ends()
})

test(`${RELOADS} reloads and ${DROPS} drops at random moments: in the end all of it is there`, async (t) => {
  const connection = await startConnection(system.app.url)
  t.after(() => connection.stop())
  const author = await system.author()
  const { page } = await system.visitor(t, author.client, WITHOUT_SCRIPT)
  const thread = new ThreadPage(page)
  const next = random(7)
  // A link that is defined later is the one thing that shows otherwise.
  const words = new RandomMarkdown(next).document(6).replaceAll("[the end][later]", "the end")

  openai.script(inParts(openai, ...pieces(words, RELOADS + DROPS + 5)))
  const path = author.path.replace(/\?.*/, "")
  await page.goto(connection.url + path)
  await send(thread, "Tell me a story.")
  await page.waitForURL(isLive, { waitUntil: "commit" })

  for (let index = 0; index < RELOADS + DROPS; index += 1) {
    const before = await text(thread)
    openai.release()
    await until(async () => (await text(thread)) !== before || next() < 0.02)

    if (index % 2 === 0) {
      await page.reload({ waitUntil: "commit" })
    } else {
      connection.break()
      connection.mend()
      const left = page.waitForURL((url) => !isLive(url), { waitUntil: "commit" })
      await page.getByRole("link", { name: "load it again" }).click({ noWaitAfter: true })
      await left
      await page.waitForURL(isLive, { waitUntil: "commit" })
    }
    await thread.answer.locator(".message__content").waitFor({ state: "attached" })
  }

  await until(async () => {
    openai.release()
    return page.getByText("567 out").isVisible()
  })
  const live = await thread.answer.locator(".message__content").innerHTML()
  await page.goto(connection.url + path)
  assert.equal(textOf(live), textOf(await thread.answer.locator(".message__content").innerHTML()))
})

async function send(thread: ThreadPage, words: string) {
  await thread.composer.fill(words)
  await thread.page.getByRole("button", { name: "Send" }).click({ noWaitAfter: true })
}

function isLive({ pathname }: URL) {
  return pathname.endsWith("/live")
}

async function isBelow(thread: ThreadPage, button: string) {
  const [words, control] = await Promise.all([
    thread.answer.locator(".message__content").boundingBox(),
    thread.page.getByRole("button", { name: button }).last().boundingBox(),
  ])
  assert.ok(words && control && words.y < control.y, button)
}

function pieces(words: string, count: number) {
  const length = Math.ceil(words.length / count)
  return words.match(new RegExp(`.{1,${length}}`, "gsu")) ?? []
}

async function text(thread: ThreadPage) {
  return textOf(await thread.answer.locator(".message__content").innerHTML())
}
