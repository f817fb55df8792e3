import assert from "node:assert/strict"
import type { TestContext } from "node:test"
import type { Client } from "../../support/client.ts"
import { idOf, send } from "../../support/story_forms.ts"
import { until } from "../../support/until.ts"
import type { Stage } from "./stage.ts"
import { Watcher } from "./watcher.ts"

/** A thread of the author's: what is said there, on the pages that are open and in the database. */
export class Scene {
  readonly thread: string
  readonly #test: TestContext
  readonly #stage: Stage

  constructor(t: TestContext, stage: Stage, thread: string) {
    this.#test = t
    this.#stage = stage
    this.thread = thread
  }

  async send(content: string) {
    const { status, text } = await send(this.#stage.author, this.thread, content, {}, { turboStream: true })
    assert.equal(status, 200, text)
  }

  async watch(client: Client = this.#stage.author, changed?: (watcher: Watcher) => void) {
    const watcher = await Watcher.watch(client, this.thread, changed)
    this.#test.after(() => watcher.close())
    return watcher
  }

  /** What was asked is being answered with these words, on an open page and in the database. */
  async begun(words: string) {
    const watcher = await this.watch()
    await until(() => watcher.answers.at(-1) === `in_progress: ${words}`)
    await until(async () => (await this.answers()).at(-1) === `in_progress: ${words}`)
    return watcher
  }

  /** The runs, oldest first. */
  runs() {
    return this.#stage.database("ai_engine_runs").where(this.#own).orderBy("id")
  }

  /** The answers in the database as "status: text", oldest first. */
  async answers(): Promise<string[]> {
    const messages = await this.#stage
      .database("ai_engine_messages")
      .where({ ...this.#own, role: "assistant" })
      .orderBy("id")
    const runs = await this.runs()
    return messages.map(({ runId, content }) => `${runs.find(({ id }) => id === runId)?.status}: ${content}`)
  }

  get #own() {
    return { assistantThreadId: Number(idOf(this.thread)) }
  }
}
