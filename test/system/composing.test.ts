import assert from "node:assert/strict"
import { test } from "node:test"
import type { Locator } from "playwright-core"
import { createStoryteller, startSystem } from "./support/system.ts"
import type { ThreadPage } from "./support/thread_page.ts"

const system = await startSystem()
const { app, openai } = system

test("each message may have another storyteller and another model, and the next one has them too", async (t) => {
  const author = await system.author()
  await createStoryteller(author.client, "Dinazade")
  const thread = await system.open(t, author)

  await thread.choose("Storyteller", "Dinazade")
  await thread.choose("Model", "gpt-6-astra")
  await thread.say("Who are you?")
  await thread.ends()
  await thread.answer.getByRole("heading", { name: "Dinazade" }).waitFor()
  await thread.answer.getByText("gpt-6-astra").waitFor()
  assert.deepEqual(await thread.chosen(), ["Dinazade", "gpt-6-astra"])

  await thread.page.reload()
  assert.deepEqual(await thread.chosen(), ["Dinazade", "gpt-6-astra"])
  await thread.say("And who now?")
  await thread.ends()
  await thread.answer.getByText("gpt-6-astra").waitFor()

  await thread.choose("Storyteller", "Scheherazade")
  await thread.choose("Model", "gpt-6-luna")
  await thread.say("And who in the end?")
  await thread.answer.getByRole("heading", { name: "Scheherazade" }).waitFor()
  await thread.ends()
  const models = openai.requests.map(({ body }) => body.model)
  assert.deepEqual(models, ["gpt-6-astra", "gpt-6-astra", "gpt-6-luna"])
})

test("a form that was refused says why at the field, and keeps what was typed", async (t) => {
  const { client } = await system.author()
  const { page } = await system.visitor(t, client)
  await page.goto("/storytellers/new")

  await page.getByLabel("Name").fill("Scheherazade")
  await page.getByLabel("Longest prompt").fill("a thousand")
  const refusal = page.waitForResponse((response) => response.request().method() === "POST")
  await page.getByRole("button", { name: "Create storyteller" }).click()
  assert.equal((await refusal).status(), 422)

  await page.getByText("Say how the storyteller is to tell.").waitFor()
  const instructions = page.getByLabel("Instructions")
  assert.equal(await instructions.getAttribute("aria-invalid"), "true")
  assert.match(await description(page.getByLabel("Longest prompt")), /whole number from 256/)
  assert.match(await description(instructions), /Say how the storyteller is to tell/)
  assert.equal(await page.getByLabel("Name").inputValue(), "Scheherazade")
  assert.equal(await page.getByLabel("Longest prompt").inputValue(), "a thousand")
  await instructions.and(page.locator(":focus")).waitFor()
})

test("a message that was refused stays in the composer, with the reason below it", async (t) => {
  const thread = await system.open(t, await system.author())

  await thread.trySaying("   ")
  await thread.page.getByText("Write something first.").waitFor()
  assert.equal(await thread.composer.inputValue(), "   ")
  assert.equal(await thread.composer.getAttribute("aria-invalid"), "true")
  await thread.focused()
  assert.equal(await thread.messages.locator("> *").count(), 0)

  await thread.say("Now with words.")
  await thread.ends()
})

test("words that were not sent are there after a reload, and gone once they were sent", async (t) => {
  const thread = await system.open(t, await system.author())

  await thread.composer.fill("Not sent\nyet")
  await thread.page.reload()
  await thread.connected()
  assert.equal(await thread.composer.inputValue(), "Not sent\nyet")

  await thread.composer.press("Enter")
  await thread.ends()
  await thread.page.reload()
  await thread.connected()
  assert.equal(await thread.composer.inputValue(), "")
})

test("when the server is away, the words stay and the page says so; sent again, they are written once", async (t) => {
  const thread = await system.open(t, await system.author())

  await app.web?.stop("SIGKILL")
  await thread.trySaying("Is anybody there?")
  await thread.page.getByText("The server could not be reached.").waitFor()
  assert.equal(await thread.composer.inputValue(), "Is anybody there?")
  assert.ok(await thread.composer.isEditable())
  const lost = thread.page.getByText("The connection was lost.")
  // It would appear by itself after some seconds.
  await thread.page.locator(".thread__connection").evaluate((notice) => notice.getAnimations()[0].finish())
  await lost.waitFor()

  await app.startWeb()
  await thread.composer.press("Enter")
  await thread.ends()
  await thread.emptied()
  assert.equal(await thread.messages.locator("[data-role=user]").count(), 1)
})

test("a message whose answer was lost is written once; what was changed since is words of its own", async (t) => {
  const thread = await system.open(t, await system.author())
  await loseNextAnswer(thread)
  await thread.trySaying("One")
  await thread.page.getByText("The server could not be reached.").waitFor()
  await thread.ends()
  await thread.composer.press("Enter")
  await thread.emptied()
  assert.deepEqual(await questions(thread), ["One"])

  await loseNextAnswer(thread)
  await thread.trySaying("Two")
  await thread.messages.getByText("Two", { exact: true }).waitFor()
  await thread.page.getByText("The server could not be reached.").waitFor()
  await thread.composer.fill("Three")
  await thread.page.reload()
  await thread.connected()
  assert.equal(await thread.composer.inputValue(), "Three")
  await thread.composer.press("Enter")
  await thread.emptied()
  assert.deepEqual(await questions(thread), ["One", "Two", "Three"])
})

test("what another window says does not touch what is being typed in this one", async (t) => {
  const typing = await system.open(t, await system.author())
  const sending = await typing.inAnotherTab()

  await typing.composer.fill("Half a sente")
  await typing.composer.press("End")
  await sending.say("Quicker.")
  await typing.ends()
  await typing.composer.pressSequentially("nce")

  assert.equal(await typing.composer.inputValue(), "Half a sentence")
})

function loseNextAnswer({ page }: ThreadPage) {
  return page.route(
    "**/messages",
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
}

function questions({ messages }: ThreadPage) {
  return messages.locator("[data-role=user] .message__content").allTextContents()
}

async function description(field: Locator) {
  const id = (await field.getAttribute("aria-describedby"))?.split(" ").at(-1)
  return (await field.page().locator(`#${id}`).textContent()) ?? ""
}
