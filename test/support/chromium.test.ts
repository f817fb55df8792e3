import assert from "node:assert/strict"
import { test } from "node:test"
import { launchBrowserServer, openBrowser } from "./chromium.ts"

test("the browser shows a page", async (t) => {
  const browser = await openBrowser()
  t.after(() => browser.close())
  const page = await browser.newPage()
  await page.setContent("<p>Once upon a time</p>")

  assert.equal(await page.textContent("p"), "Once upon a time")
})

test("the browser of a whole run is there for the next when one has closed it", async (t) => {
  const server = await launchBrowserServer()
  process.env.TEST_BROWSER_URL = server.wsEndpoint()
  t.after(async () => {
    delete process.env.TEST_BROWSER_URL
    await server.close()
  })

  const [one, another] = await Promise.all([openBrowser(), openBrowser()])
  await one.newPage()
  await one.close()

  assert.equal((await another.newPage()).url(), "about:blank")
  assert.deepEqual(another.contexts().length, 1)
})
