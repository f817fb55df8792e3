import { Worker } from "node:worker_threads"
import { logger } from "../../lib/logger.ts"
import { LifeSign } from "./life_sign.ts"

/** Milliseconds. */
const SIGN_INTERVAL = 500
const RESTART_PAUSE = 1_000

/** A run, and which claim of it is ours. */
export type Beating = { id: number; claims: number }

export type HeartbeatData = { sign: BigInt64Array; beating: [ticket: number, Beating][] }

/**
 * Beats for all runs of this process together, from a thread and over a connection of its own: however busy the event
 * loop is, or the pool, nobody else takes them for dead. The thread starts with the first run, and then stays.
 */
export class Heartbeat {
  readonly #sign: LifeSign
  readonly #beating = new Map<number, Beating>()
  #tickets = 0
  #thread: Worker | undefined
  #signs: NodeJS.Timeout | undefined

  constructor(sign = new LifeSign()) {
    this.#sign = sign
  }

  /** From now on until what is returned is called. It may begin before the claim, which can take as long as anything. */
  beatFor(run: Beating): () => void {
    const ticket = ++this.#tickets
    this.#beating.set(ticket, run)
    this.#sign.give()
    this.#signs ??= setInterval(() => this.#sign.give(), SIGN_INTERVAL).unref()
    if (this.#thread) this.#thread.postMessage([ticket, run])
    else this.#start()

    return () => this.#stopBeating(ticket)
  }

  #stopBeating(ticket: number) {
    this.#beating.delete(ticket)
    this.#thread?.postMessage([ticket, undefined])
    if (this.#beating.size > 0) return

    clearInterval(this.#signs)
    this.#signs = undefined
  }

  #start() {
    const workerData: HeartbeatData = { sign: this.#sign.memory, beating: [...this.#beating] }
    const thread = new Worker(new URL("./heartbeat_thread.ts", import.meta.url), { workerData })
    this.#thread = thread
    thread.on("message", (reason) => logger.warn("The heart could not beat; it tries again.", { reason }))
    thread.on("error", (error) => logger.error("The heart's thread broke; another one starts.", { error }))
    thread.on("exit", () => this.#startAgain())
    // Last, as to listen is to hold the process.
    thread.unref()
  }

  #startAgain() {
    this.#thread = undefined
    setTimeout(() => {
      if (!this.#thread && this.#beating.size > 0) this.#start()
    }, RESTART_PAUSE).unref()
  }
}

export const heartbeat = new Heartbeat()
