import assert from "node:assert/strict"
import { test } from "node:test"
import { textOf } from "../markdown/support/differences.ts"
import { random } from "../support/random.ts"
import { RandomMarkdown } from "../support/random_markdown.ts"
import type { Reply } from "../support/scripted_openai/reply.ts"
import { until } from "../support/until.ts"
import { startConnection } from "./support/connection.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"

const RELOADS = 20
const DROPS = 20
const WITHOUT_SCRIPT = { javaScriptEnabled: false }
/** Whether a press in the middle of the composer would reach it. */
const IS_ON_TOP = `(() => {
  const composer = document.querySelector("textarea")
  const { x, y, width, height } = composer.getBoundingClientRect()
  return document.elementFromPoint(x + width / 2, y + height / 2) === composer
})()`
const USAGE = { input: 1234, output: 567 }

const system = await startSystem()

test("without script an answer shows while it comes, and composer and Stop work meanwhile", async (t) => {
  const author = await system.author()
  const { page } = await system.visitor(t, author.client, WITHOUT_SCRIPT)
  const thread = new ThreadPage(page)
  await page.goto(author.path)

  const first = nextReply()
  await send(thread, "Tell me a story.")
  ;(await first).say("Once **upon")
  await thread.shows("Once")
  assert.match(page.url(), /\/live#message_\d+$/)
  await isBelow(thread, "Stop")
  await isBelow(thread, "Send")

  const second = nextReply()
  await send(thread, "And then?")
  await thread.messages.getByText("Once").waitFor()
  await page.getByRole("button", { name: "Stop" }).first().click({ noWaitAfter: true })
  await page.getByText("You stopped this answer.").waitFor()
  ;(await second).say("They woke")
  await thread.shows("They woke")
  ;(await second).complete(USAGE)
  await page.getByText("567 out").waitFor()
  await page.getByRole("button", { name: "Stop" }).last().waitFor({ state: "hidden" })
  await page.reload()
  assert.equal(new URL(page.url()).pathname, author.path)
})

test("whatever comes below the composer, it is not painted over it", async (t) => {
  const author = await system.author()
  const { page } = await system.visitor(t, author.client, WITHOUT_SCRIPT)
  const thread = new ThreadPage(page)
  await page.goto(author.path)

  const asked = nextReply()
  await send(thread, "Tell me a story.")
  const reply = await asked
  reply.say(`\`\`\`js\n${"tell()\n".repeat(100)}`)
  await thread.answer.getByText("tell()").waitFor()
  await until(() => page.evaluate(IS_ON_TOP))
  reply.complete()
})

test("with script nothing leads to that page", async (t) => {
  const author = await system.author()
  const thread = await system.open(t, author)

  const reply = nextReply()
  await thread.say("Tell me a story.")
  ;(await reply).say("Once upon")
  await thread.shows("Once upon")
  await thread.page.reload()
  await thread.connected()
  await thread.shows("Once upon")
  assert.ok(!isLive(new URL(thread.page.url())))
  ;(await reply).complete(USAGE)
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
  const [first = "", ...pieces] = cut(words, RELOADS + DROPS + 1)

  const asked = nextReply()
  await page.goto(connection.url + author.path)
  await send(thread, "Tell me a story.")
  const reply = await asked
  reply.say(first)
  await page.waitForURL(isLive, { waitUntil: "commit" })
  await begins(thread)

  for (const [index, piece] of pieces.entries()) {
    reply.say(piece)
    // Now and then it is cut in the middle of what it is sent.
    await until(() => next() < 0.2)
    await (index % 2 === 0 ? page.reload({ waitUntil: "commit" }) : drop())
    await begins(thread)
  }

  reply.complete(USAGE)
  await page.getByText("567 out").waitFor()
  const live = await html(thread)
  await page.goto(connection.url + author.path)
  assert.equal(textOf(live), textOf(await html(thread)))

  async function drop() {
    connection.break()
    connection.mend()
    const left = page.waitForURL((url) => !isLive(url), { waitUntil: "commit" })
    await page.getByRole("link", { name: "load it again" }).click({ noWaitAfter: true })
    await left
    await page.waitForURL(isLive, { waitUntil: "commit" })
  }
})

/** The next answer that is asked for, which says what it is told to. */
function nextReply() {
  const { promise, resolve } = Promise.withResolvers<Reply>()
  system.openai.script(resolve)
  return promise
}

async function send(thread: ThreadPage, words: string) {
  await thread.composer.fill(words)
  await thread.page.getByRole("button", { name: "Send" }).click({ noWaitAfter: true })
}

async function begins(thread: ThreadPage) {
  await thread.answer.locator(".message__content").waitFor({ state: "attached" })
}

function html(thread: ThreadPage) {
  return thread.answer.locator(".message__content").innerHTML()
}

function isLive({ pathname }: URL) {
  return pathname.endsWith("/live")
}

/** Once the page has its styles. */
async function isBelow(thread: ThreadPage, button: string) {
  await until(async () => {
    const [words, control] = await Promise.all([
      thread.answer.locator(".message__content").boundingBox(),
      thread.page.getByRole("button", { name: button }).last().boundingBox(),
    ])
    return words && control && words.y < control.y
  })
}

/** Into so many pieces. */
function cut(words: string, count: number) {
  const characters = [...words]
  const at = (index: number) => Math.round((index * characters.length) / count)
  return Array.from({ length: count }, (_, index) => characters.slice(at(index), at(index + 1)).join(""))
}
