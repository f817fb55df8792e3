import assert from "node:assert/strict"
import { test } from "node:test"
import type { Locator } from "playwright-core"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { until } from "../support/until.ts"
import { inParts } from "./support/in_parts.ts"
import { createStoryteller, startSystem } from "./support/system.ts"

const system = await startSystem()
const { openai } = system

test("an answer that is stopped keeps its words everywhere, and can be asked for again", async (t) => {
  const thread = await system.open(t, await system.author())
  const watching = await thread.inAnotherTab()
  openai.script(inParts(openai, "Once upon a time"))
  await thread.say("Tell me a long story.")
  await thread.shows("Once upon a time")

  await thread.page.getByRole("button", { name: "Stop" }).click()
  for (const page of [thread, watching]) {
    await page.ends("cancelled")
    await page.answer.getByText("You stopped this answer.").waitFor()
    await page.shows("Once upon a time")
  }
  await openai.requests.at(-1)?.aborted

  openai.release()
  await watching.page.getByRole("button", { name: "Try again" }).click()
  for (const page of [thread, watching]) {
    await page.ends()
    assert.equal(await page.messages.locator("> *").count(), 3)
    assert.equal(await page.page.getByRole("button", { name: "Try again" }).count(), 0)
  }
  await thread.page.reload()
  assert.equal(await thread.html(), await watching.html())
})

test("an answer that waits its turn says so in every tab, and can be stopped before it begins", async (t) => {
  const thread = await system.open(t, await system.author())
  const other = await thread.inAnotherTab()
  openai.script(inParts(openai, "The first answer."))
  await thread.say("One")
  await thread.shows("The first answer.")
  const asked = openai.requests.length

  await other.say("Two")
  for (const page of [thread, other]) {
    await page.ends("queued")
    assert.equal(await waiting(page.answer), '"Waits for the answer above."')
  }
  await thread.answer.getByRole("button", { name: "Stop" }).click()
  for (const page of [thread, other]) await page.ends("cancelled")
  openai.release()
  await thread.messages.locator("> [data-status=completed]").waitFor()

  assert.equal(openai.requests.length, asked)
})

test("an answer without words leaves no empty room, but a sentence and a way to try again", async (t) => {
  const thread = await system.open(t, await system.author())
  const watching = await thread.inAnotherTab()
  openai.script(
    (reply) => reply.complete(),
    (reply) => {
      reply.say(" \n")
      reply.complete()
    },
    (reply) => {
      reply.say("A fox.")
      reply.complete()
    },
  )

  for (const words of ["Who is there?", "Hello?"]) {
    await thread.say(words)
    for (const page of [thread, watching]) {
      await page.ends("failed")
      await page.answer
        .getByText("The model's answer was empty. Try again, or choose another model.")
        .waitFor()
      assert.equal(await page.answer.locator(".message__content").isVisible(), false)
    }
  }
  await watching.answer.getByRole("button", { name: "Try again" }).click()
  for (const page of [thread, watching]) await page.shows("A fox.")

  await thread.page.reload()
  assert.equal(await thread.html(), await watching.html())
})

test("a run that failed says why and keeps its words; another try is an answer of its own", async (t) => {
  const thread = await system.open(t, await system.author())
  openai.script(
    (reply) => {
      reply.say("Once upon")
      reply.fail("server_error", "The model lost its thread.")
    },
    (reply) =>
      reply.refuse(401, { error: { code: "invalid_api_key", message: "Incorrect API key provided." } }),
  )

  await thread.say("Tell me a story.")
  await thread.ends("failed")
  await thread.shows("Once upon")
  const sentence = thread.answer.locator(".message__error")
  assert.notEqual(await sentence.textContent(), "")
  await thread.page.getByRole("status").getByText("Answer failed").waitFor()

  await thread.page.getByRole("button", { name: "Try again" }).click()
  await thread.messages.locator("> [data-role]").nth(2).waitFor()
  await thread.ends("failed")
  assert.match((await sentence.textContent()) ?? "", /key/i)

  await thread.page.getByRole("button", { name: "Try again" }).click()
  await thread.ends()
  assert.equal(await thread.messages.locator("> *").count(), 4)
})

test("an answer in the middle is tried again in its place, in every tab, live and for who comes late", async (t) => {
  const thread = await system.open(t, await system.author())
  const watching = await thread.inAnotherTab()
  openai.script(
    (reply) => reply.fail("server_error", "The model lost its thread."),
    inParts(openai, "Second."),
  )
  await thread.say("One")
  await thread.ends("failed")
  await thread.say("Two")
  await thread.shows("Second.")

  openai.script(inParts(openai, "The first", ", again."))
  await watching.page.getByRole("button", { name: "Try again" }).click()
  const again = "> [data-role=assistant]:nth-child(3)"
  for (const { messages } of [thread, watching]) {
    assert.equal(
      await waiting(messages.locator(`${again}[data-status=queued]`)),
      '"Waits for the answer below."',
    )
  }

  openai.release()
  await thread.messages.locator(again).getByText("The first").waitFor()
  const late = await thread.inAnotherTab()
  openai.release()
  await late.messages.getByText("The first, again.").waitFor()
  openai.release()
  for (const { messages, page } of [thread, watching, late]) {
    await messages.locator(`${again}[data-status=completed]`).getByText("The first, again.").waitFor()
    assert.equal(await messages.locator("> *").count(), 5)
    assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0)
  }
  const [html] = await Promise.all([thread, watching, late].map((page) => page.html()))
  await thread.page.reload()
  await thread.connected()
  assert.equal(await thread.html(), html)
})

test("a further try that is replayed leaves what the page shows of it", async (t) => {
  const thread = await system.open(t, await system.author())
  openai.script(
    (reply) => reply.fail("server_error", "The model lost its thread."),
    inParts(openai, "Once more."),
  )
  await thread.say("One")
  await thread.ends("failed")
  const failed = await thread.answer.getAttribute("id")
  await thread.page.getByRole("button", { name: "Try again" }).click()
  // The page that is left may show the words, and the one that follows has them a moment later.
  let shown = ""
  await until(async () => {
    shown = await thread.html()
    return shown.includes("Once more.")
  })

  const again = await thread.answer.getAttribute("id")
  const late = turboStream("after", { target: failed ?? "", html: `<article id="${again}">Old</article>` })
  await thread.messages.evaluate((list, html) => list.insertAdjacentHTML("afterend", html), late)
  await until(async () => (await thread.page.locator("turbo-stream").count()) === 0)
  await until(async () => (await thread.html()) === shown)

  openai.release()
  await thread.ends()
})

test("another storyteller is asked to try again, by keyboard alone", async (t) => {
  const author = await system.author()
  await createStoryteller(author.client, "Dinazade", "gpt-6-astra")
  const thread = await system.open(t, author)
  openai.script((reply) => reply.fail("server_error", "The model lost its thread."))
  await thread.choose("Storyteller", "Scheherazade")
  await thread.say("Tell me a story.")
  await thread.ends("failed")

  await thread.answer.getByRole("button", { name: "Try again" }).focus()
  await thread.page.keyboard.press("Tab")
  await thread.page.keyboard.press("Enter")
  const storyteller = thread.answer.getByLabel("Storyteller")
  await storyteller.waitFor()
  await thread.page.keyboard.press("Tab")
  await thread.page.keyboard.type("Din")
  await thread.page.keyboard.press("Tab")
  await thread.page.keyboard.press("Tab")
  await thread.page.keyboard.press("Enter")

  await thread.ends()
  await thread.answer.getByRole("heading", { name: "Dinazade" }).waitFor()
  assert.equal(await thread.messages.locator("> *").count(), 3)
})

/** What stands in place of the words of an answer that has none yet. */
function waiting(answer: Locator) {
  return answer
    .locator(".message__content")
    .evaluate((content) => content.ownerDocument.defaultView.getComputedStyle(content, "::after").content)
}
