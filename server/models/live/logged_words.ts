import { cable } from "../../cable/cable.ts"
import { LogUnavailable } from "../../cable/cable_log.ts"

/** The words of one answer as the cable's log has them. Where the log is away, there are none, and nobody is told. */
export class LoggedWords {
  readonly #stream: string
  readonly #message: string
  #unsubscribe: (() => void) | undefined

  constructor(stream: string, message: string) {
    this.#stream = stream
    this.#message = message
  }

  /** From now on `ring` is called when there may be more. To be called again, as the log may hang up. */
  async listen(ring: () => void) {
    this.#unsubscribe ??= await ifThere(async () => {
      const told = () => {
        ring()
        return undefined
      }
      const closed = () => {
        this.#unsubscribe = undefined
      }
      return cable.subscribe(this.#stream, await cable.position(this.#stream), told, closed)
    })
  }

  leave() {
    this.#unsubscribe?.()
  }

  /** Undefined also where the log does not know the message. */
  read(): Promise<string | undefined> {
    return ifThere(() => cable.text(this.#stream, this.#message))
  }
}

async function ifThere<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
    return undefined
  }
}
