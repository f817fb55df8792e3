import assert from "node:assert/strict"
import { test } from "node:test"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"

const system = await startSystem()
const { openai } = system

test("a thought that a reader opened stays open, with the focus on it, to the end and when the page refreshes", async (t) => {
  const author = await system.author()
  const reader = await system.open(t, author)
  const opened = reader.answer.locator("details.thinking[open]")
  const focused = opened.locator("summary:focus")
  const [first, more, end] = ["<think>The moth hesitates", " and lands.</think>\n\nIt was", " late."]

  openai.script(inParts(openai, first, more, end))
  await reader.say("Go on.")
  const thought = reader.answer.locator("details.thinking")
  await thought.waitFor()
  await thought.locator("summary").focus()
  await reader.page.keyboard.press("Enter")
  await focused.waitFor()

  openai.release()
  await reader.shows("It was")
  await focused.waitFor()
  openai.release()
  await reader.shows("late.")
  openai.release()
  await reader.ends()
  await focused.waitFor()

  await reader.page.evaluate(`new Promise((done) => {
    addEventListener("turbo:morph", done, { once: true })
    document.body.insertAdjacentHTML("beforeend", '<turbo-stream action="refresh"></turbo-stream>')
  })`)
  await focused.waitFor()

  await reader.page.keyboard.press("Enter")
  await opened.waitFor({ state: "detached" })
  assert.equal(await thought.count(), 1)
})
