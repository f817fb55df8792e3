import { answerIn } from "../processes/scriptless_reader.ts"
import { question, type Script } from "../story.ts"
import type { App } from "./app.ts"
import type { Subject } from "./subject.ts"

/** The app, read by browsers without script. */
export class LivePages implements Subject {
  readonly name = "live pages"
  readonly #app: App
  #threads: string[] = []

  constructor(app: App) {
    this.#app = app
  }

  async stage(scripts: Script[], listenersEach: number) {
    const pages = await Promise.all(scripts.map(() => this.#app.openPage()))
    this.#threads = pages.map(({ thread }) => thread)

    return {
      questions: scripts.map((script, index) =>
        this.#app.questionIn(this.#threads[index] ?? "", question(script)),
      ),
      listeners: scripts.flatMap(({ story, tokens }, index) =>
        new Array(listenersEach).fill({
          story,
          tokens,
          ...this.#app.pageRequest(`${this.#threads[index]}/live`),
        }),
      ),
    }
  }

  /** Bytes of each answer in the page of its thread. */
  async canonicalBytes() {
    const pages = await Promise.all(this.#threads.map((thread) => this.#app.client.get(thread)))
    return pages.map(({ text }) => Buffer.byteLength(answerIn(text)))
  }

  processes() {
    return this.#app.processes()
  }

  stop() {
    return this.#app.stop()
  }
}
