import assert from "node:assert/strict"
import { test } from "node:test"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"

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

test("an answer that waits its turn says so, and can be stopped before it begins", async (t) => {
  const thread = await system.open(t, await system.author())
  openai.script(inParts(openai, "The first answer."))
  await thread.say("One")
  await thread.shows("The first answer.")
  const asked = openai.requests.length

  await thread.say("Two")
  await thread.ends("queued")
  await thread.answer.getByRole("button", { name: "Stop" }).click()
  await thread.ends("cancelled")
  openai.release()
  await thread.messages.locator("> [data-status=completed]").waitFor()

  assert.equal(openai.requests.length, asked)
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
