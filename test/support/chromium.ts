import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium, type LaunchOptions } from "playwright-core"
import { PATIENCE } from "./patience.ts"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]

/** A headless Chromium; each `browser.newContext()` is one more person. The run's own (`TEST_BROWSER_URL`) where there is one. */
export function openBrowser() {
  const shared = process.env.TEST_BROWSER_URL
  return shared ? chromium.connect(shared, { timeout: PATIENCE }) : launchBrowser()
}

/** One more Chromium, for a test that needs other options, or a browser that nobody else is in. */
export function launchBrowser(options: LaunchOptions = {}) {
  return chromium.launch({ ...common(), ...options })
}

/** A Chromium that the processes of tests can connect to, at its `wsEndpoint()`. */
export function launchBrowserServer() {
  return chromium.launchServer({ ...common(), host: "127.0.0.1" })
}

function common() {
  return { executablePath: executable(), args: ["--disable-gpu", "--disable-quic"], timeout: PATIENCE }
}

function executable() {
  const directories = (process.env.PATH ?? "").split(delimiter)
  const candidates = [
    ...NAMES.flatMap((name) => directories.map((directory) => join(directory, name))),
    ...APPLICATIONS,
  ]
  const found = candidates.find((path) => existsSync(path))
  if (!found) throw new Error("There is no Chromium here: run bin/setup --test.")
  return found
}
