import type { Readable } from "node:stream"
import { LoopTimer } from "../../lib/loop_timer.ts"

/** Milliseconds that a server has, after its last event, to end the response: then the connection is used again. */
const FAREWELL = 1000
/** Milliseconds without a word after what may have been the end: the usage may follow. */
const LAST_SILENCE = 5_000
/** Milliseconds that any stream may take, whatever comes. */
const LONGEST_STREAM = 60 * 60_000

export type StreamLimits = {
  /** Milliseconds without a sign of life. */
  idleTimeout: number
  longest?: number
}

/** Closes a stream that is silent, or open, for too long. */
export class StreamTimers {
  /** It was closed because nothing came. */
  wasSilent = false
  readonly #incoming: Readable
  readonly #idleTimeout: number
  readonly #longest: LoopTimer
  #silence: LoopTimer
  #farewell: LoopTimer | undefined
  #expectsEnd = false

  constructor(incoming: Readable, { idleTimeout, longest = LONGEST_STREAM }: StreamLimits) {
    this.#incoming = incoming
    this.#idleTimeout = idleTimeout
    this.#longest = new LoopTimer(longest, () => incoming.destroy())
    this.#silence = new LoopTimer(idleTimeout, () => this.#endSilence())
  }

  hear() {
    this.#silence.restart()
  }

  /** All that matters may have been said: a short silence ends the stream now. */
  expectEnd() {
    if (this.#expectsEnd) return

    this.#expectsEnd = true
    this.#silence.stop()
    this.#silence = new LoopTimer(Math.min(LAST_SILENCE, this.#idleTimeout), () => this.#incoming.destroy())
  }

  sayFarewell() {
    this.#silence.stop()
    this.#farewell ??= new LoopTimer(FAREWELL, () => this.#incoming.destroy())
  }

  stop() {
    for (const timer of [this.#silence, this.#longest, this.#farewell]) timer?.stop()
  }

  #endSilence() {
    // Nobody listens: the server is not silent.
    if (this.#incoming.isPaused()) {
      this.#silence = new LoopTimer(this.#idleTimeout, () => this.#endSilence())
    } else {
      this.wasSilent = true
      this.#incoming.destroy()
    }
  }
}
