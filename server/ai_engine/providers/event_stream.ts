import type { IncomingMessage } from "node:http"
import { addAbortSignal } from "node:stream"
import { createParser, type EventSourceMessage } from "eventsource-parser"
import { APIError } from "openai"
import type { EventQueue } from "./event_queue.ts"
import type { HttpResponse } from "./http_fetch.ts"

/** Server-sent events, straight from their connection: however many come in one chunk, they are read in one go. */
export class EventStream<Event> {
  readonly #incoming: IncomingMessage
  readonly #headers: Headers
  readonly #queue: EventQueue
  readonly #silence: NodeJS.Timeout
  readonly #messages: EventSourceMessage[] = []
  readonly #parser = createParser({ onEvent: (message) => this.#messages.push(message) })
  #isOver = false

  /** What `httpFetch` answered. After `idleTimeout` milliseconds without an event it counts as ended. */
  constructor(response: Response, idleTimeout: number, queue: EventQueue) {
    this.#incoming = (response as HttpResponse).incoming
    this.#headers = response.headers
    this.#queue = queue
    this.#silence = setTimeout(() => this.#endInSilence(), idleTimeout)
    // The client listens to it as well, but not once the response itself is forgotten.
    addAbortSignal(queue.signal, this.#incoming)
  }

  /** Answers what `take` answers first, and nothing where the stream ends before. Throws when it is cut. */
  async read<Ending>(take: (event: Event) => Ending | undefined): Promise<Ending | undefined> {
    try {
      for await (const text of this.#incoming.setEncoding("utf8")) {
        const ending = this.#read(text, take)
        if (ending || this.#isOver) return ending
        if (this.#queue.isFull) await this.#queue.emptied()
      }
      // Servers may leave out the line that ends the last event.
      return this.#read("\n\n", take)
    } catch (error) {
      if (!this.#isOver) throw error
    } finally {
      this.#close()
    }
  }

  #read<Ending>(text: string, take: (event: Event) => Ending | undefined): Ending | undefined {
    this.#parser.feed(text)

    for (const message of this.#messages.splice(0)) {
      this.#silence.refresh()
      this.#isOver = message.data === "[DONE]"
      const ending = this.#isOver ? undefined : take(this.#eventOf(message))
      if (ending || this.#isOver) return ending
    }
  }

  /** Assistants name their events; everybody else says in the data what it is. */
  #eventOf({ event: name, data: json }: EventSourceMessage): Event {
    const data = JSON.parse(json)

    if (name?.startsWith("thread.")) {
      return { event: name, data } as Event
    } else if (name === "error" || data?.error) {
      throw new APIError(undefined, data?.error ?? data, undefined, this.#headers)
    } else {
      return data
    }
  }

  #endInSilence() {
    // Not the server is slow then, but we are.
    if (this.#queue.isFull) {
      this.#silence.refresh()
    } else {
      this.#isOver = true
      this.#close()
    }
  }

  #close() {
    clearTimeout(this.#silence)
    this.#incoming.destroy()
  }
}
