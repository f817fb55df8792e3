import type { Socket } from "node:net"
import { WebSocket } from "ws"
import { now } from "../now.ts"
import { numbersIn } from "../story.ts"
import type { Heard, Listener, Listening } from "./listening.ts"

const THE_END = 'data-status="completed"'

/** Listens over a WebSocket, as a page with script does. */
export class Ear implements Listening {
  readonly opened = Promise.withResolvers<void>()
  readonly ended = Promise.withResolvers<void>()
  readonly #story: number
  readonly #received: Float64Array
  readonly #websocket: WebSocket
  #socket: Socket | undefined
  #handshake = 0
  #frames = 0

  constructor({ story, tokens, url, headers }: Listener) {
    this.#story = story
    this.#received = new Float64Array(tokens)
    this.#websocket = new WebSocket(url, { headers })
    this.#websocket.once("upgrade", ({ socket }) => {
      this.#socket = socket
      this.#handshake = socket.bytesRead
    })
    this.#websocket.once("open", this.opened.resolve)
    this.#websocket.once("error", this.opened.reject)
    this.#websocket.once("close", () => this.ended.resolve())
    this.#websocket.on("message", (data) => this.#hear(String(data), now()))
  }

  get heard(): Heard {
    const bytes = (this.#socket?.bytesRead ?? 0) - this.#handshake
    return { story: this.#story, received: this.#received, frames: this.#frames, bytes }
  }

  close() {
    this.#websocket.terminate()
  }

  #hear(html: string, time: number) {
    this.#frames++
    for (const index of numbersIn(html)) this.#received[index] ||= time
    if (html.includes(THE_END)) this.ended.resolve()
  }
}
