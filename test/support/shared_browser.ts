import type { BrowserServer } from "playwright-core"
import { launchBrowserServer } from "./chromium.ts"

let browser: BrowserServer

/** One Chromium for all the files of a run: starting one costs a core a second, a context in it does not. */
export async function globalSetup() {
  browser = await launchBrowserServer()
  process.env.TEST_BROWSER_URL = browser.wsEndpoint()
}

export async function globalTeardown() {
  await browser.close()
}
