import { join } from "node:path"
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from "playwright-core"
import type { Client } from "../../support/client.ts"
import { PATIENCE } from "../../support/patience.ts"

const WITNESS = join(import.meta.dirname, "witness.js")

/** What Chromium and Turbo say by themselves of forms that came back with errors, and of a server that is away. */
const EXPECTED = new RegExp(
  [
    "^Failed to load resource: (the server responded with a status of (401|422|426)|net::ERR_)",
    "^WebSocket connection to .* failed",
    "^TypeError: Failed to fetch",
    "is performing a full page visit due to turbo-visit-control",
  ].join("|"),
)

/** Somebody in front of a browser. */
export class Visitor {
  readonly context: BrowserContext
  readonly page: Page
  readonly complaints: string[] = []

  constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    context.on("console", (message) => isBad(message) && this.#note(message.text()))
    context.on("weberror", (error) => this.#note(String(error.error())))
  }

  async signInAs({ url, cookie }: Client) {
    const pairs = cookie.split("; ").map((pair) => pair.split("=", 2))
    await this.context.addCookies(pairs.map(([name = "", value = ""]) => ({ name, value, url })))
  }

  #note(complaint: string) {
    if (!EXPECTED.test(complaint)) this.complaints.push(complaint)
  }
}

function isBad(message: ConsoleMessage) {
  return ["error", "warning"].includes(message.type())
}

export async function visitorIn(browser: Browser, options: BrowserContextOptions) {
  // A caret that pulses is drawn sixty times a second, by the processor.
  const context = await browser.newContext({ reducedMotion: "reduce", ...options })
  context.setDefaultTimeout(PATIENCE)
  await context.addInitScript({ path: WITNESS })
  return new Visitor(context, await context.newPage())
}
