import assert from "node:assert/strict"
import { after, type TestContext } from "node:test"
import type { Browser, BrowserContextOptions } from "playwright-core"
import { startApp, type TestApp } from "../../support/app_server.ts"
import { openBrowser } from "../../support/chromium.ts"
import { type Client, signedUp } from "../../support/client.ts"
import { type ScriptedOpenAI, startScriptedOpenAI } from "../../support/scripted_openai.ts"
import { ThreadPage } from "./thread_page.ts"
import { type Visitor, visitorIn } from "./visitor.ts"

/** Milliseconds between two words of an answer. */
const PACE = 4

/** The app, the OpenAI it asks, and a browser, for all the tests of a file. */
export async function startSystem(env: Record<string, string> = {}) {
  const openai = await startScriptedOpenAI({ pause: PACE })
  const app = await startApp({ env: { OPENAI_BASE_URL: openai.url, OPENAI_API_KEY: "sk-test", ...env } })
  const browser = await openBrowser()
  // All of them, also where one can't be: what is left would keep the file from ending.
  after(() => Promise.all([openai.close(), app.stop(), browser.close()]))
  return new System(app, openai, browser)
}

class System {
  readonly app: TestApp
  readonly openai: ScriptedOpenAI
  readonly browser: Browser

  constructor(app: TestApp, openai: ScriptedOpenAI, browser: Browser) {
    this.app = app
    this.openai = openai
    this.browser = browser
  }

  /** Somebody with a browser profile of their own, signed in as `client`. Whatever their browser complains about fails the test. */
  async visitor(t: TestContext, client?: Client, options?: BrowserContextOptions): Promise<Visitor> {
    const baseURL = client?.url ?? this.app.url
    const visitor = await visitorIn(this.browser, { baseURL, ...options })
    if (client) await visitor.signInAs(client)

    t.after(async () => {
      this.openai.release()
      await visitor.context.close()
      assert.deepEqual(visitor.complaints, [])
    })
    return visitor
  }

  /** Somebody who has a storyteller and an empty thread, at `path`. */
  async author(fullName?: string) {
    const client = await signedUp(this.app.url, fullName)
    await createStoryteller(client, "Scheherazade")
    const { location: path = "" } = await client.post("/assistant_threads")
    return { client, path }
  }

  /** The author's thread, in a browser profile of its own. */
  async open(t: TestContext, { client, path }: Author, options?: BrowserContextOptions) {
    const { page } = await this.visitor(t, client, options)
    await page.goto(path)
    return ThreadPage.connected(page)
  }
}

export type Author = { client: Client; path: string }

export async function createStoryteller(client: Client, name: string, model = "gpt-6-luna") {
  const { status, location = "" } = await client.post("/storytellers", {
    "storyteller[name]": name,
    "storyteller[model]": model,
    "storyteller[instructions]": "Tell stories that never end at dawn.",
    "storyteller[max_prompt_tokens]": "8000",
    "storyteller[max_completion_tokens]": "1000",
  })
  assert.equal(status, 303)
  return location
}
