import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium, type LaunchOptions } from "playwright-core"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]

/** A headless Chromium with an empty profile; each `browser.newContext()` is one more person. */
export function launchBrowser(options: LaunchOptions = {}) {
  const args = ["--disable-gpu", "--disable-quic"]
  return chromium.launch({ executablePath: executable(), args, ...options })
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
