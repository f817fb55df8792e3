import type { ServerResponse } from "node:http"

/** What is sent after its end, or with nobody there any more, is lost. */
export class Connection {
  readonly #response: ServerResponse
  #isOver = false

  constructor(response: ServerResponse) {
    this.#response = response
  }

  get isOpen() {
    return !this.#isOver && !this.#response.destroyed
  }

  /** Strings are sent as HTML, all else as JSON. */
  answer(status: number, body: unknown, headers: Record<string, string> = {}) {
    const json = typeof body === "string" ? body : JSON.stringify(body)
    const type = typeof body === "string" ? "text/html" : "application/json"
    this.#response.writeHead(status, { "content-type": type, ...headers }).end(json)
  }

  /** A part of a stream. */
  write(bytes: string | Uint8Array) {
    if (!this.isOpen) return

    if (!this.#response.headersSent) this.#response.writeHead(200, { "content-type": "text/event-stream" })
    this.#response.write(bytes)
  }

  end() {
    this.#isOver = true
    this.#response.end()
  }

  /** Breaks off, once what was written is out. */
  cut() {
    this.#isOver = true
    this.#response.socket?.destroySoon()
  }
}
