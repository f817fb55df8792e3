import { once } from "node:events"
import type { Response } from "express"

/** Milliseconds. */
const SILENCE = 15_000
const UNREAD = 60_000

/** `silence` and `unread` in milliseconds. */
type Options = { signOfLife: string; silence?: number; unread?: number }

/**
 * An answer to a request that is written bit by bit, as fast as its reader takes it. Where nothing is to be said for
 * long, it says something that does not show, so that no proxy takes the line for dead.
 */
export class PacedResponse {
  readonly #response: Response
  readonly #timer: NodeJS.Timeout
  /** Why it is to end before its time. */
  #ending: string | undefined
  #woken = Promise.withResolvers<void>()
  #isSilent = true

  constructor(response: Response, { signOfLife, silence = SILENCE, unread = UNREAD }: Options) {
    this.#response = response
    this.#timer = setInterval(() => this.#breakSilence(signOfLife), silence)
    // Who takes nothing for so long is not there any more.
    response.setTimeout(unread, () => response.destroy())
    response.once("close", () => this.#close())
  }

  get ending() {
    return this.#ending
  }

  get isGone() {
    return this.#response.closed || this.#response.destroyed
  }

  get isOver() {
    return this.isGone || this.#ending !== undefined
  }

  once(event: "close", listener: () => void) {
    this.#response.once(event, listener)
  }

  /** Resolves when more can be taken. */
  async write(content: string | Buffer) {
    this.#isSilent = false

    if (content.length > 0 && !this.isGone && !this.#response.write(content)) {
      await this.#drained()
    }
  }

  /** Has it end with this sentence as soon as what is being written is written. */
  endWith(sentence: string) {
    this.#ending ??= sentence
    this.wake()
  }

  finish(content: string) {
    clearInterval(this.#timer)
    if (!this.isGone) this.#response.end(content)
  }

  /** Resolves when there may be something new to write. */
  async sleep() {
    await this.#woken.promise
    this.#woken = Promise.withResolvers()
  }

  readonly wake = () => this.#woken.resolve()

  async #drained() {
    const either = new AbortController()
    const options = { signal: either.signal }
    const events = [once(this.#response, "drain", options), once(this.#response, "close", options)]

    await Promise.race(events).catch(() => {})
    either.abort()
    await Promise.allSettled(events)
  }

  #close() {
    clearInterval(this.#timer)
    this.wake()
  }

  #breakSilence(signOfLife: string) {
    if (this.#isSilent && !this.isOver && !this.#response.writableNeedDrain) this.#response.write(signOfLife)
    this.#isSilent = true
  }
}
