import type { methods } from "../processes/relay.ts"
import { Remote } from "../remote.ts"
import { question, type Script } from "../story.ts"
import type { Subject } from "./subject.ts"

/** The yardstick: SSE in, WebSocket out. */
export class Relay implements Subject {
  readonly name = "relay"
  readonly address: string
  readonly #process: Remote<typeof methods>

  static async start(providerUrl: string) {
    const process = new Remote<typeof methods>("relay.ts")
    return new Relay(process, await process.call("listen", providerUrl))
  }

  constructor(process: Remote<typeof methods>, address: string) {
    this.#process = process
    this.address = address
  }

  async stage(scripts: Script[], listenersEach: number) {
    return {
      questions: scripts.map((script) => ({
        url: `http://${this.address}/${script.story}`,
        headers: {},
        body: JSON.stringify({ input: [{ role: "user", content: question(script) }] }),
      })),
      listeners: scripts.flatMap(({ story, tokens }) =>
        new Array(listenersEach).fill({ story, tokens, url: `ws://${this.address}/${story}`, headers: {} }),
      ),
    }
  }

  async processes() {
    return { relay: [this.#process.pid] }
  }

  memory() {
    return this.#process.call("memoryInUse")
  }

  stop() {
    return this.#process.stop()
  }
}
