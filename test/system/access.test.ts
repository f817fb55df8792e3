import assert from "node:assert/strict"
import { test } from "node:test"
import type { Locator, Page } from "playwright-core"
import { tells } from "../support/scripted_openai.ts"
import { createStoryteller, startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"

const WIDE = `A table:

| Night | Who spoke | What was told | How it ended | Who listened | And then |
| --- | --- | --- | --- | --- | --- |
| 1 | Scheherazade | The merchant and the demon | Not at all | Dinazade | Dawn |

\`\`\`js
const story = nights.filter(({ dawn }) => !dawn).map(({ teller, tale }) => [teller, tale]).flat().join(" and then ")
\`\`\`

And aVeryLongWordWithoutAnySpaceInItThatNobodyCouldEverReadAloudToAnyoneInOneSingleBreath, \`and/a/very/long/path/without/any/space/in/it/that/nobody/could/read\`.`

const system = await startSystem()
const { openai } = system

test("the story can be told with the keyboard alone, and one always sees where one is", async (t) => {
  const { page } = await system.visitor(t)
  await page.goto("/users/new")
  await page.keyboard.type("Louis Braille")
  await tabTo(page, "E-mail address")
  await page.keyboard.type("louis@example.com")
  await tabTo(page, "Password")
  await page.keyboard.type("once upon a time")
  await page.keyboard.press("Enter")

  await page.getByText("Welcome, Louis Braille.").waitFor()
  await follow(page, "Create your first storyteller")
  await page.getByRole("heading", { name: "New storyteller" }).waitFor()
  await tabTo(page, "Name")
  await page.keyboard.type("Scheherazade")
  await tabTo(page, "Instructions")
  await page.keyboard.type("Tell stories that never end at dawn.")
  await follow(page, "Create storyteller")

  await page.getByText("Storyteller was successfully created.").waitFor()
  await follow(page, "Open a thread")
  await page.getByRole("heading", { name: "New thread" }).waitFor()
  await follow(page, "Open thread")
  const thread = await ThreadPage.connected(page)
  await page.keyboard.type("Tell me a story.")
  await page.keyboard.press("Enter")
  await thread.emptied()
  await thread.ends()
  await page.keyboard.type("Another.")
  await tabTo(page, "Storyteller")
  await tabTo(page, "Model")
  await follow(page, "Send")
  await thread.messages.locator("> *").nth(3).waitFor()
  await thread.ends()
})

test("every page has one heading, its landmarks, and a name for all that can be used", async (t) => {
  const { client, path } = await system.author()
  const guest = await system.visitor(t)
  for (const address of ["/session/new", "/users/new"]) await lookOver(guest.page, address)

  const storyteller = await createStoryteller(client, "Dinazade")
  const storytellers = ["/", "/storytellers/new", storyteller, `${storyteller}/edit`]
  const threads = ["/assistant_threads", "/assistant_threads/new", path, `${path}/edit`]
  const { page } = await system.visitor(t, client)
  for (const address of [...storytellers, ...threads]) await lookOver(page, address)
})

test("on a narrow phone nothing sticks out, and what is wide scrolls by itself", async (t) => {
  const author = await system.author("Scheherazade of the Thousand and One Nights and Then Some")
  const thread = await system.open(t, author, {
    viewport: { width: 320, height: 568 },
    hasTouch: true,
    isMobile: true,
  })
  openai.script(tells(...(WIDE.match(/\s*\S+/g) ?? [])))
  await thread.composer.fill("x".repeat(100))
  await thread.page.getByRole("button", { name: "Send" }).tap()
  await thread.ends()

  assert.equal(await overflow(thread.page), 0)
  for (const selector of [".table", "pre"]) {
    const box = thread.answer.locator(selector)
    assert.ok(await box.evaluate((element) => element.scrollWidth > element.clientWidth), selector)
    assert.equal(await box.getAttribute("tabindex"), "0")
  }
  const addresses = ["/", "/storytellers/new", "/assistant_threads", `${author.path}/edit`]
  for (const address of addresses) {
    await thread.page.goto(address)
    assert.equal(await overflow(thread.page), 0, address)
  }
})

async function follow(page: Page, name: string) {
  await tabTo(page, name)
  await page.keyboard.press("Enter")
}

async function tabTo(page: Page, name: string, presses = 30) {
  assert.ok(presses > 0, `Tab never came to ${name}`)
  await page.keyboard.press("Tab")
  const focused = page.locator(":focus")

  assert.ok(await isVisiblyFocused(focused))
  if (!(await nameOf(focused)).startsWith(name)) await tabTo(page, name, presses - 1)
}

function nameOf(element: Locator): Promise<string> {
  return element.evaluate(({ labels, ariaLabel, textContent }) => {
    return (labels?.[0]?.textContent ?? ariaLabel ?? textContent).trim()
  })
}

/** An outline, or, for the composer, a border around all of it. */
function isVisiblyFocused(element: Locator): Promise<boolean> {
  return element.evaluate((focused) => {
    const { getComputedStyle } = focused.ownerDocument.defaultView
    const composer = focused.closest("textarea")?.closest(".composer")
    return (
      getComputedStyle(focused).outlineStyle !== "none" || getComputedStyle(composer).boxShadow !== "none"
    )
  })
}

async function lookOver(page: Page, address: string) {
  await page.goto(address)

  assert.equal(await page.locator("h1").count(), 1, address)
  assert.equal(await page.locator("html[lang=en]").count(), 1, address)
  assert.notEqual(await page.title(), "", address)
  for (const landmark of ["banner", "main", "navigation"] as const) {
    assert.equal(await page.getByRole(landmark).count(), 1, `${landmark} of ${address}`)
  }

  const controls = page.locator(":is(a, button, input:not([type=hidden]), select, textarea):not([hidden])")
  assert.deepEqual(await nameless(controls), [], address)
  assert.deepEqual(await undescribed(page.locator("[aria-describedby]")), [], address)
}

/** The HTML of those that have neither a label nor words of their own. */
function nameless(controls: Locator): Promise<string[]> {
  return controls.evaluateAll((elements) =>
    elements
      .filter(({ labels, textContent }) => (labels?.[0]?.textContent ?? textContent).trim() === "")
      .map(({ outerHTML }) => outerHTML),
  )
}

function undescribed(elements: Locator): Promise<string[]> {
  return elements.evaluateAll((elements) =>
    elements
      .filter(({ ownerDocument, attributes }) =>
        attributes["aria-describedby"].value
          .split(" ")
          .some((id: string) => !ownerDocument.getElementById(id)),
      )
      .map(({ outerHTML }) => outerHTML),
  )
}

function overflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth")
}
