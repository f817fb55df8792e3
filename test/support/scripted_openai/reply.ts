import { setImmediate as nextTurn } from "node:timers/promises"
import type { Connection } from "./connection.ts"
import type { Gate } from "./gate.ts"
import type { RecordedRequest } from "./recorded_request.ts"

export type ReplyUsage = { input: number; output: number }

const USAGE: ReplyUsage = { input: 20, output: 10 }

/** A streamed answer, the same for a scenario on every wire. Nothing is sent, not even headers, before it is told to. */
export abstract class Reply {
  readonly request: RecordedRequest
  protected readonly connection: Connection
  readonly #gate: Gate

  constructor(request: RecordedRequest, connection: Connection, gate: Gate) {
    this.request = request
    this.connection = connection
    this.#gate = gate
  }

  /** The events that come before any text. */
  abstract begin(): void
  abstract say(text: string): void
  /** What is said from now on belongs to a further message of the same answer. */
  abstract nextMessage(): void
  abstract incomplete(reason: string, usage?: ReplyUsage | null): void
  abstract fail(code: string, message: string): void
  protected abstract completed(usage: ReplyUsage | null): void

  complete(usage: ReplyUsage | null = USAGE) {
    this.completed(usage)
  }

  /** Waits for the pause between chunks, and while the server is on hold. */
  async turn() {
    await this.#gate.pass()
  }

  refuse(status: number, body: unknown, headers: Record<string, string> = {}) {
    this.connection.answer(status, body, headers)
  }

  /** An `error` event, in the middle of the stream. */
  error(code: string, message: string) {
    this.event("error", { type: "error", error: { type: "server_error", code, message, param: null } })
  }

  event(name: string, data: unknown) {
    this.raw(frame(name, data))
  }

  raw(bytes: string | Uint8Array) {
    this.connection.write(bytes)
  }

  /** Sends bytes in pieces of these sizes, over and over, each on its own. */
  async pieces(bytes: Uint8Array, sizes: number[]) {
    for (let from = 0, piece = 0; from < bytes.length; piece++) {
      const to = from + (sizes[piece % sizes.length] ?? bytes.length)
      this.raw(bytes.subarray(from, to))
      await nextTurn()
      from = to
    }
    this.end()
  }

  /** Ends the stream as if all had been said. */
  end() {
    this.connection.end()
  }

  /** Breaks the connection off, once what was said is out. */
  cut() {
    this.connection.cut()
  }
}

export function frame(name: string, data: unknown) {
  return `event: ${name}\ndata: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`
}
