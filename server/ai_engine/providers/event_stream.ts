import type { IncomingMessage } from "node:http"
import { performance } from "node:perf_hooks"
import { addAbortSignal, finished } from "node:stream"
import { createParser, type EventSourceMessage } from "eventsource-parser"
import { decodeEvent } from "./decode_event.ts"
import type { EventQueue } from "./event_queue.ts"
import type { HttpResponse } from "./http_fetch.ts"

/** Milliseconds that a server has, after its last event, to end the response: then the connection is used again. */
const FAREWELL = 1000

/** Server-sent events, straight from their connection: however many come in one chunk, they are read in one go. */
export class EventStream<Event> {
  readonly #incoming: IncomingMessage
  readonly #headers: Headers
  readonly #queue: EventQueue
  readonly #idleTimeout: number
  #silence: NodeJS.Timeout
  #lastEvent = performance.now()
  readonly #messages: EventSourceMessage[] = []
  readonly #parser = createParser({ onEvent: (message) => this.#messages.push(message) })
  #isOver = false
  /** How it ended: the server said that it was done, ended it properly, or it was cut off or silent. */
  closing: "done" | "ended" | "cut" = "cut"

  /** What `httpFetch` answered. After `idleTimeout` milliseconds without an event it is closed. */
  constructor(response: Response, idleTimeout: number, queue: EventQueue) {
    this.#incoming = (response as HttpResponse).incoming
    this.#headers = response.headers
    this.#queue = queue
    this.#idleTimeout = idleTimeout
    this.#silence = setTimeout(() => this.#endSilence(), idleTimeout)
    // The client listens to it as well, but not once the response itself is forgotten.
    addAbortSignal(queue.signal, this.#incoming)
  }

  /** Resolves with what `take` answers first, and with nothing where the stream ended or was cut before. */
  read<Ending>(take: (event: Event) => Ending | undefined): Promise<Ending | undefined> {
    const { promise, resolve } = Promise.withResolvers<Ending | undefined>()
    const end = (failure?: Promise<never>) => {
      resolve(failure)
      this.#close()
    }
    const hear = (text: string) => {
      try {
        const ending = this.#read(text, take)
        if (ending) {
          resolve(ending)
          this.#leave()
        }
      } catch (error) {
        end(Promise.reject(error))
      }
    }

    this.#incoming.setEncoding("utf8").on("data", hear)
    // Servers may leave out the line that ends the last event.
    this.#incoming.on("end", () => {
      hear("\n\n")
      if (this.closing === "cut") this.closing = "ended"
    })
    finished(this.#incoming, () => end())
    return promise
  }

  #read<Ending>(text: string, take: (event: Event) => Ending | undefined): Ending | undefined {
    this.#parser.feed(text)
    if (this.#messages.length > 0) this.#lastEvent = performance.now()

    for (const message of this.#messages.splice(0)) {
      if (this.#isOver || this.#incoming.destroyed) return

      if (message.data.trim() === "[DONE]") {
        this.closing = "done"
        this.#leave()
      } else {
        const event = decodeEvent(message, this.#headers)
        const ending = event && take(event as Event)
        if (ending) return ending
      }
    }
    if (this.#queue.isFull) void this.#pause()
  }

  async #pause() {
    this.#incoming.pause()
    await this.#queue.emptied()
    this.#incoming.resume()
  }

  #endSilence() {
    // Nobody listens: the server is not silent.
    if (this.#incoming.isPaused()) this.#lastEvent = performance.now()
    const left = this.#lastEvent + this.#idleTimeout - performance.now()

    if (left > 0) {
      this.#silence = setTimeout(() => this.#endSilence(), left)
    } else {
      this.#close()
    }
  }

  #leave() {
    this.#isOver = true
    clearTimeout(this.#silence)
    setTimeout(() => this.#incoming.destroy(), FAREWELL).unref()
  }

  #close() {
    clearTimeout(this.#silence)
    this.#incoming.destroy()
  }
}
