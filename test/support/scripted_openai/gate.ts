import { setTimeout as pause } from "node:timers/promises"

/** What answers that are being told pass before each chunk. */
export class Gate {
  readonly #pause: number
  #opening = Promise.withResolvers<void>()

  constructor(pause: number) {
    this.#pause = pause
    this.open()
  }

  close() {
    this.#opening = Promise.withResolvers()
  }

  open() {
    this.#opening.resolve()
  }

  async pass() {
    if (this.#pause > 0) await pause(this.#pause)
    await this.#opening.promise
  }
}
