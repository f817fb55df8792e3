import assert from "node:assert/strict"
import type { TestContext } from "node:test"
import type { Browser } from "playwright-core"
import type { Client } from "../../support/client.ts"
import { startConnection } from "../../system/support/connection.ts"
import { ThreadPage } from "../../system/support/thread_page.ts"
import { visitorIn } from "../../system/support/visitor.ts"
import type { Answer } from "./answer.ts"

type Connection = Awaited<ReturnType<typeof startConnection>>

/** A thread in a browser, over a connection that can break, and every text that its answer has shown there. */
export class BrowserReader {
  readonly texts: string[] = []
  readonly #thread: ThreadPage
  readonly #connection: Connection

  /** Whatever the browser complains about fails the test. */
  static async open(t: TestContext, browser: Browser, client: Client, path: string) {
    const connection = await startConnection(client.url)
    const visitor = await visitorIn(browser, { baseURL: connection.url })
    t.after(async () => {
      await visitor.context.close()
      connection.stop()
      assert.deepEqual(visitor.complaints, [])
    })

    await visitor.signInAs(client)
    await visitor.page.goto(path)
    return new BrowserReader(await ThreadPage.connected(visitor.page), connection)
  }

  constructor(thread: ThreadPage, connection: Connection) {
    this.#thread = thread
    this.#connection = connection
  }

  async inAnotherTab() {
    return new BrowserReader(await this.#thread.inAnotherTab(), this.#connection)
  }

  /** Loses the network, and has it back at once. */
  async drop() {
    this.#connection.break()
    await this.#thread.disconnected()
    this.#connection.mend()
    await this.#thread.page.evaluate("dispatchEvent(new Event('online'))")
    await this.#thread.connected()
  }

  async reload() {
    this.texts.push(...(await this.#thread.witnessed()))
    await this.#thread.page.reload()
    await this.#thread.connected()
  }

  /** All of the answer is there, and whatever was shown of it before was a beginning. Returns the messages' HTML. */
  async reads({ story }: Answer) {
    await this.#thread.ends()
    this.texts.push(...(await this.#thread.witnessed()))

    for (const text of this.texts) assert.ok(story.beginsWith(text), `…${text.slice(-80)}`)
    assert.ok(story.isShownBy(this.texts.at(-1) ?? ""))
    return this.#thread.html()
  }
}
