import assert from "node:assert/strict"
import { test } from "node:test"
import { launchBrowser } from "./chromium.ts"

test("the browser shows a page", async (t) => {
  const browser = await launchBrowser()
  t.after(() => browser.close())
  const page = await browser.newPage()
  await page.setContent("<p>Once upon a time</p>")

  assert.equal(await page.textContent("p"), "Once upon a time")
})
