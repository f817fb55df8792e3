import { Agent, request } from "node:http"
import type { Socket } from "node:net"
import { text } from "node:stream/consumers"
import { setTimeout as pause } from "node:timers/promises"
import { WebSocket } from "ws"
import { now } from "../now.ts"
import { serve } from "../remote.ts"
import { numbersIn } from "../story.ts"

type Headers = Record<string, string>

/** Where somebody listens to a story of so many tokens. */
export type Listener = { story: number; tokens: number; url: string; headers: Headers }
/** Where it is asked for. */
export type Question = { url: string; headers: Headers; body: string }
/** What a listener got: `received` says when it had which token, 0 for those that never came. */
export type Heard = { story: number; received: Float64Array; frames: number; bytes: number }

type Load = { url: string; headers: Headers; concurrency: number; seconds: number }

export const THE_END = 'data-status="completed"'
const LEAST_PATIENCE = 30_000

class Ear {
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

let ears: Ear[] = []

async function ask({ url, headers, body }: Question) {
  const response = await fetch(url, { method: "POST", headers, body })
  const answer = await response.text()
  if (!response.ok) throw new Error(`A question was answered with ${response.status}: ${answer}`)
}

export const methods = {
  async listen(listeners: Listener[]) {
    const more = listeners.map((listener) => new Ear(listener))
    ears.push(...more)
    await Promise.all(more.map(({ opened }) => opened.promise))
  },

  /** Asks all at once, and waits until every story has been heard to its end, or for `patience` milliseconds more. */
  async ask(questions: Question[], patience: number) {
    const asked = now()
    await Promise.all(questions.map(ask))
    const ended = Promise.all(ears.map(({ ended }) => ended.promise))
    await Promise.race([ended, pause(LEAST_PATIENCE + patience, undefined, { ref: false })])
    return { asked, over: now(), heard: ears.map(({ heard }) => heard) }
  },

  leave() {
    for (const ear of ears) ear.close()
    ears = []
  },

  /** Requests a second, over connections that are kept. */
  async load({ url, headers, concurrency, seconds }: Load) {
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
    const start = now()
    let requests = 0

    async function getAgainAndAgain() {
      while (now() - start < seconds * 1000) {
        await get(url, { agent, headers })
        requests++
      }
    }

    await Promise.all(Array.from({ length: concurrency }, getAgainAndAgain))
    agent.destroy()
    return (requests * 1000) / (now() - start)
  },
}

function get(url: string, options: { agent: Agent; headers: Headers }) {
  return new Promise<void>((resolve, reject) => {
    request(url, options, async (response) => {
      if (response.statusCode === 200) {
        response.resume().once("end", resolve)
      } else {
        reject(new Error(`${url} answered ${response.statusCode}: ${await text(response)}`))
      }
    })
      .once("error", reject)
      .end()
  })
}

serve(methods)
