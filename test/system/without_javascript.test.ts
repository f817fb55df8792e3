import assert from "node:assert/strict"
import { test } from "node:test"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"

const system = await startSystem()
const { openai } = system

test("all of it works without JavaScript", async (t) => {
  const { page } = await system.visitor(t, undefined, { javaScriptEnabled: false })
  await page.goto("/users/new")
  await page.getByLabel("Full name").fill("Grace Hopper")
  await page.getByLabel("E-mail address").fill("grace")
  await page.getByLabel("Password").fill("once upon a time")
  await page.getByRole("button", { name: "Sign up" }).click()
  await page.getByText("This address can't be used to sign up.").waitFor()
  await page.getByLabel("E-mail address").fill("grace@example.com")
  await page.getByLabel("Password").fill("once upon a time")
  await page.getByRole("button", { name: "Sign up" }).click()

  await page.getByRole("link", { name: "Create your first storyteller" }).click()
  await page.getByLabel("Name").fill("Scheherazade")
  await page.getByLabel("Instructions").fill("Tell stories that never end at dawn.")
  await page.getByRole("button", { name: "Create storyteller" }).click()
  await page.getByRole("link", { name: "Open a thread" }).click()
  await page.getByRole("button", { name: "Open thread" }).click()

  const thread = new ThreadPage(page)
  await say(thread, " ")
  await page.getByText("Write something first.").waitFor()
  await say(thread, "Tell me a story.")
  await reloadUntil(thread, "completed")
  await thread.shows("And the light went round")

  openai.script(inParts(openai, "Once upon a time"))
  await say(thread, "Another.")
  await reloadUntil(thread, "in_progress")
  await page.getByRole("button", { name: "Stop" }).click()
  await thread.ends("cancelled")
  openai.release()
  await page.getByRole("button", { name: "Try again" }).click()
  await reloadUntil(thread, "completed")
  assert.equal(await thread.messages.locator("> *").count(), 5)

  await page.getByRole("link", { name: "Edit" }).click()
  await page.getByRole("button", { name: "Delete thread" }).click()
  await page.getByText("The thread was deleted.").waitFor()
  await page.getByRole("button", { name: "Sign out" }).click()
  await page.getByText("You are signed out.").waitFor()
})

async function say(thread: ThreadPage, words: string) {
  await thread.composer.fill(words)
  await thread.page.getByRole("button", { name: "Send" }).click()
}

async function reloadUntil(thread: ThreadPage, status: string): Promise<void> {
  if ((await thread.answer.getAttribute("data-status")) !== status) {
    // While an answer comes, the page leads to one that is kept open: that may come in between, and takes long to load.
    await thread.page.reload({ waitUntil: "commit" }).catch(() => {})
    await reloadUntil(thread, status)
  }
}
