import type { Locator, Page } from "playwright-core"
import { until } from "../../support/until.ts"

/** A thread as its reader sees it. */
export class ThreadPage {
  readonly page: Page
  readonly messages: Locator
  /** The last there is. */
  readonly answer: Locator
  readonly composer: Locator

  static async connected(page: Page) {
    const threadPage = new ThreadPage(page)
    await threadPage.connected()
    return threadPage
  }

  constructor(page: Page) {
    this.page = page
    this.messages = page.getByRole("log")
    this.answer = this.messages.locator("> [data-role=assistant]:last-child")
    this.composer = page.getByLabel("Message", { exact: true })
  }

  /** The same thread in another tab of the same browser. */
  async inAnotherTab() {
    const page = await this.page.context().newPage()
    await page.goto(this.page.url())
    return ThreadPage.connected(page)
  }

  async connected() {
    await this.page.locator("cable-stream-source[connected]").waitFor({ state: "attached" })
  }

  async disconnected() {
    await this.page.locator("cable-stream-source:not([connected])").waitFor({ state: "attached" })
  }

  /** Returns when the server has taken the words. */
  async say(words: string) {
    await this.trySaying(words)
    await this.emptied()
  }

  async trySaying(words: string) {
    await this.composer.fill(words)
    await this.composer.press("Enter")
  }

  async emptied() {
    await until(async () => (await this.composer.inputValue()) === "")
  }

  async focused() {
    await this.composer.and(this.page.locator(":focus")).waitFor()
  }

  async choose(label: "Storyteller" | "Model", name: string) {
    await this.page.getByLabel(label, { exact: true }).selectOption({ label: name })
  }

  /** The storyteller and the model in the composer. */
  async chosen() {
    return this.page.locator("select option:checked").allTextContents()
  }

  async shows(words: string) {
    await this.answer.getByText(words).first().waitFor()
  }

  async ends(status = "completed") {
    await this.answer.and(this.page.locator(`[data-status=${status}]`)).waitFor()
  }

  /** Of the list of messages. */
  html(): Promise<string> {
    return this.messages.innerHTML()
  }

  /** Every text that the last answer has shown since the page was loaded. */
  witnessed(): Promise<string[]> {
    return this.page.evaluate("witnessed")
  }
}
