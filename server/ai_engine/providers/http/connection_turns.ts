const AT_ONCE = 32

/** Connections are opened some at a time: hundreds at once would all be late together. */
export class ConnectionTurns {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  /** Resolves with what is to be called once the connection is open, or will never be. */
  async take(signal?: AbortSignal | null): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#free > 0) {
      this.#free--
    } else {
      await this.#wait(signal)
    }
    return () => this.#leave()
  }

  #wait(signal?: AbortSignal | null): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const abort = () => {
      this.#waiting.delete(begin)
      reject(signal?.reason)
    }
    const begin = () => {
      signal?.removeEventListener("abort", abort)
      resolve()
    }
    signal?.addEventListener("abort", abort, { once: true })
    this.#waiting.add(begin)
    return promise
  }

  /** Who waits longest is next. */
  #leave() {
    const [next] = this.#waiting

    if (next) {
      this.#waiting.delete(next)
      next()
    } else {
      this.#free++
    }
  }
}

export const connectionTurns = new ConnectionTurns(AT_ONCE)
