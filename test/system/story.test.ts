import assert from "node:assert/strict"
import { test } from "node:test"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"

const system = await startSystem()
const { openai } = system

test("the whole story, from signing up to the last word of the answer", async (t) => {
  const { page } = await system.visitor(t)
  await page.goto("/")
  await page.getByRole("link", { name: "Sign up instead" }).click()
  await page.getByLabel("Full name").fill("Ada Lovelace")
  await page.getByLabel("E-mail address").fill("ada@example.com")
  await page.getByLabel("Password").fill("once upon a time")
  await page.getByRole("button", { name: "Sign up" }).click()

  await page.getByText("Welcome, Ada Lovelace.").waitFor()
  await page.getByRole("link", { name: "Create your first storyteller" }).click()
  await page.getByLabel("Name").fill("Scheherazade")
  await page.getByLabel("Instructions").fill("Tell stories that never end at dawn.")
  await page.getByRole("button", { name: "Create storyteller" }).click()

  await page.getByText("Storyteller was successfully created.").waitFor()
  await page.getByRole("link", { name: "Open a thread" }).click()
  await page.getByRole("button", { name: "Open thread" }).click()

  const thread = await ThreadPage.connected(page)
  openai.script(inParts(openai, "# The Keeper's Cat\n\nEvery evening **Pep", "per** climbed the stairs."))
  await thread.say("Tell me of the lighthouse.")
  await thread.shows("Every evening Pep")

  assert.equal(await thread.answer.locator("h3").textContent(), "The Keeper's Cat")
  assert.equal(await thread.answer.locator("strong").textContent(), "Pep")
  assert.equal(await thread.answer.getAttribute("data-status"), "in_progress")
  assert.equal(await thread.composer.inputValue(), "")
  await thread.focused()

  openai.release()
  await thread.shows("Every evening Pepper climbed the stairs.")
  openai.release()
  await thread.ends()
  await thread.answer.getByText("1,234 tokens in, 567 out").waitFor()
  await page.getByRole("status").getByText("Answer complete").waitFor()
  assert.equal(await page.locator("h1").textContent(), "Tell me of the lighthouse.")
})

test("Enter sends, Shift+Enter makes a new line, and Enter in a word being composed does neither", async (t) => {
  const thread = await system.open(t, await system.author())

  await thread.composer.fill("Two")
  await thread.composer.press("Shift+Enter")
  await thread.composer.pressSequentially("lines")
  await thread.composer.dispatchEvent("keydown", { key: "Enter", isComposing: true })
  await thread.composer.dispatchEvent("keydown", { key: "Enter", keyCode: 229 })
  assert.equal(await thread.composer.inputValue(), "Two\nlines")
  assert.ok(await thread.composer.isEditable())

  await thread.composer.press("Enter")
  await thread.ends()
  assert.equal(
    await thread.messages.locator("[data-role=user] .message__content").textContent(),
    "Two\nlines",
  )
})

test("two presses of Enter send the words once", async (t) => {
  const thread = await system.open(t, await system.author())
  const asked = openai.requests.length

  await thread.composer.fill("Once")
  await thread.composer.evaluate((composer) => {
    composer.form.requestSubmit()
    composer.form.requestSubmit()
  })
  await thread.ends()

  assert.equal(await thread.messages.locator("> *").count(), 2)
  assert.equal(openai.requests.length, asked + 1)
})
