import assert from "node:assert/strict"
import { test } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"

const WORDS = 'Tell me of the lighthouse,\nand of "the" <keeper>.'
const KEPT = "Your session had ended, so this was not sent. What you wrote is still here: send it again."

const system = await startSystem()

for (const javaScriptEnabled of [true, false]) {
  test(`words that outlived the session are sent after signing in, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async (t) => {
    const { client, path } = await system.author()
    const { page } = await system.visitor(t, client, { javaScriptEnabled })
    await page.goto(path)
    const thread = new ThreadPage(page)
    await thread.composer.fill(WORDS)
    await endSessions()
    await page.getByRole("button", { name: "Send" }).click()

    await page.getByRole("heading", { name: "Sign in" }).waitFor()
    await page.getByText("Your session has ended. Sign in, then send this again.").waitFor()
    await page.getByLabel("E-mail address").fill(client.email)
    await page.getByLabel("Password").fill("open sesame")
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByText("That address and password don't belong together.").waitFor()
    await page.getByLabel("Password").fill(client.password)
    await page.getByRole("button", { name: "Sign in" }).click()

    await page.getByText(KEPT).waitFor()
    assert.equal(new URL(page.url()).pathname, path)
    assert.equal(await thread.composer.inputValue(), WORDS)
    await page.getByRole("button", { name: "Send" }).click()
    await thread.messages.locator("[data-role=user]").getByText("Tell me of the lighthouse").waitFor()
    await thread.emptied()
  })
}

test("words that were changed since come back as they were left", async (t) => {
  const { client, path } = await system.author()
  const { page } = await system.visitor(t, client)
  await page.goto(path)
  const thread = await ThreadPage.connected(page)
  await thread.composer.fill(WORDS)
  await endSessions()
  await page.getByRole("button", { name: "Send" }).click()
  await page.getByLabel("E-mail address").fill(client.email)
  await page.getByLabel("Password").fill(client.password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByText(KEPT).waitFor()

  await thread.composer.fill("Other words")
  await page.reload()
  await ThreadPage.connected(page)
  assert.equal(await thread.composer.inputValue(), "Other words")
})

test("Turbo goes back and forward without asking, though browsers keep no page; after signing out nothing is left", async (t) => {
  const { client, path } = await system.author()
  const { page } = await system.visitor(t, client)
  await page.goto("/assistant_threads")
  await page.getByRole("link", { name: "Untitled thread" }).click()
  await ThreadPage.connected(page)
  const pages: string[] = []
  page.on("request", (request) => request.resourceType() === "fetch" && pages.push(request.url()))

  await page.goBack()
  await page.getByRole("heading", { name: "Threads" }).waitFor()
  await page.goForward()
  await ThreadPage.connected(page)
  assert.deepEqual(
    pages.filter((url) => url.endsWith("/assistant_threads") || url.endsWith(path)),
    [],
  )

  await page.getByRole("button", { name: "Sign out" }).click()
  await page.getByText("You are signed out.").waitFor()
  await page.goBack()
  await page.getByRole("heading", { name: "Sign in" }).waitFor()
})

async function endSessions() {
  const database = knex(databaseSettings(system.app.databaseUrl))
  await database("sessions").delete()
  await database.destroy()
}
