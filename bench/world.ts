import type { methods as clientMethods } from "./processes/clients.ts"
import type { methods as providerMethods } from "./processes/provider.ts"
import { Remote } from "./remote.ts"
import { App } from "./subjects/app.ts"
import { Relay } from "./subjects/relay.ts"
import type { Subject } from "./subjects/subject.ts"

export type Settings = { quick: boolean; postgres: boolean; profile: boolean }
export type Kind = "relay" | "embedded" | "scaled"

/** Who tells, who listens, and the subjects between them, started when they are first needed. */
export class World {
  readonly quick: boolean
  readonly rounds: number
  readonly provider = new Remote<typeof providerMethods>("provider.ts")
  readonly clients = new Remote<typeof clientMethods>("clients.ts")
  readonly #settings: Settings
  readonly #subjects = new Map<Kind, Subject>()
  #providerUrl = ""
  #lastNumber = 0

  static async begin(settings: Settings) {
    const world = new World(settings)
    world.#providerUrl = await world.provider.call("listen")
    return world
  }

  constructor(settings: Settings) {
    this.quick = settings.quick
    this.rounds = settings.quick ? 1 : 5
    this.#settings = settings
  }

  async subject(kind: Kind) {
    const subject = this.#subjects.get(kind) ?? (await this.#start(kind))
    this.#subjects.set(kind, subject)
    return subject
  }

  /** One for a single measure, which stops it. */
  startApp({ scaled, probed = false }: { scaled: boolean; probed?: boolean }) {
    const { postgres, profile: profiled } = this.#settings
    return App.start({ providerUrl: this.#providerUrl, scaled, postgres, probed, profiled })
  }

  startRelay() {
    return Relay.start(this.#providerUrl)
  }

  /** For stories and rounds. */
  nextNumber() {
    return ++this.#lastNumber
  }

  async end() {
    for (const subject of this.#subjects.values()) await subject.stop()
    await this.clients.stop()
    await this.provider.stop()
  }

  #start(kind: Kind): Promise<Subject> {
    return kind === "relay" ? this.startRelay() : this.startApp({ scaled: kind === "scaled" })
  }
}
