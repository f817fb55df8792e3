import assert from "node:assert/strict"
import { type TestContext, test } from "node:test"
import { until } from "../support/until.ts"
import { inParts } from "./support/in_parts.ts"
import { startSystem } from "./support/system.ts"
import type { ThreadPage } from "./support/thread_page.ts"

const FENCE = "```"
const CODE = 'const light = round("ship") // <b>\n\nfunction round(ship) {\n  return ship + 1\n}'

/** Turbo brings the page up to date, as after a long time away. */
const REFRESH = `new Promise((resolve) => {
  addEventListener("turbo:morph", () => resolve(), { once: true })
  Turbo.session.refresh(location.href)
})`

const system = await startSystem()
const { openai } = system

test("code grows plain, has its colours when it is closed, and keeps its button meanwhile", async (t) => {
  const { thread, code } = await ask(t)
  const button = await thread.answer.getByRole("button", { name: "Copy code" }).elementHandle()
  assert.equal(await code.locator("span").count(), 0)

  openai.release()
  await thread.shows("And the ships")
  await code.locator(".hljs-keyword", { hasText: "function" }).waitFor()
  assert.equal(await code.textContent(), CODE)
  assert.ok(await button?.isVisible())

  const closed = await code.elementHandle()
  openai.release()
  await thread.shows("went home")
  assert.ok(await closed?.isVisible())

  openai.release()
  await thread.ends()
  assert.equal(await code.textContent(), CODE)
})

test("its button copies the code by keyboard alone, says so, and adds nothing to the text", async (t) => {
  const { thread, code } = await ask(t)
  await hearOut(thread)

  await thread.page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  const button = thread.answer.getByRole("button", { name: "Copy code" })
  await button.focus()
  await thread.page.keyboard.press("Enter")
  await thread.answer.getByRole("status").getByText("Copied", { exact: true }).waitFor()
  assert.equal(await thread.page.evaluate("navigator.clipboard.readText()"), CODE)

  await thread.page.keyboard.press("Tab")
  await code.locator("xpath=..").and(thread.page.locator(":focus")).waitFor()
  await until(async () => (await thread.answer.getByRole("status").textContent()) === "")
  assert.equal(await code.locator("xpath=../..").textContent(), CODE)
})

test("a refresh of the page in place leaves the button where it is", async (t) => {
  const { thread } = await ask(t)
  await hearOut(thread)
  const buttons = thread.answer.getByRole("button", { name: "Copy code" })
  const button = await buttons.elementHandle()

  await thread.page.evaluate(REFRESH)
  await thread.connected()
  assert.ok(await button?.isVisible())
  assert.equal(await buttons.count(), 1)
})

/** Opens a thread and stands in the middle of the code of its first answer. */
async function ask(t: TestContext) {
  const thread = await system.open(t, await system.author())
  const [beginning = "", rest = ""] = CODE.split(" + 1")

  openai.script(
    inParts(
      openai,
      `Steer by this:\n\n${FENCE}js\n${beginning}`,
      ` + 1${rest}\n${FENCE}\n\nAnd the ships`,
      " went home.",
    ),
  )
  await thread.say("How do I steer?")
  await thread.shows("return ship")

  return { thread, code: thread.answer.locator("pre code") }
}

async function hearOut(thread: ThreadPage) {
  for (const words of ["And the ships", "went home"]) {
    openai.release()
    await thread.shows(words)
  }
  openai.release()
  await thread.ends()
}
