import { addAbortSignal, finished, type Readable } from "node:stream"
import { createParser, type EventSourceMessage } from "eventsource-parser"
import { BodyBeginning } from "./body_beginning.ts"
import { decodeEvent } from "./decode_event.ts"
import type { EventQueue } from "./event_queue.ts"
import { LONGEST_BODY } from "./http/limits.ts"
import type { HttpResponse } from "./http_fetch.ts"
import { requestIdIn } from "./provider_error_from.ts"
import { StreamTimers } from "./stream_timers.ts"
import { UnreadableAnswer } from "./unreadable_answer.ts"

type Take<Event, Ending> = (event: Event) => Ending | undefined
/** For a server that answers with one JSON in place of a stream. */
type TakeWhole<Ending> = (json: Record<string, unknown>) => Ending | undefined

/** zlib's codes, for each of its formats. */
const OF_PACKING = /^(Z_|ZSTD_|ERR__|ERR_BROTLI|ERR_ZSTD)/

/** Server-sent events, straight from their connection: however many come in one chunk, they are read in one go. */
export class EventStream<Event> {
  readonly #incoming: Readable
  readonly #headers: Headers
  readonly #queue: EventQueue
  readonly #idleTimeout: number
  readonly #timers: StreamTimers
  readonly #messages: EventSourceMessage[] = []
  readonly #parser = createParser({
    onEvent: (message) => this.#messages.push(message),
    onComment: () => this.#hear(),
  })
  /** Nothing once the first event or comment has come. */
  #beginning: BodyBeginning | undefined
  /** Characters since the last event or comment. */
  #unheard = 0
  #isOver = false
  /** How it ended: the server said that it was done, ended it properly, or it was cut off or silent. */
  closing: "done" | "ended" | "cut" = "cut"

  /** What `httpFetch` answered. After `idleTimeout` milliseconds without any event or comment it is closed. */
  constructor(response: Response, idleTimeout: number, queue: EventQueue, limits: { longest?: number } = {}) {
    this.#incoming = (response as HttpResponse).incoming
    this.#headers = response.headers
    this.#beginning = new BodyBeginning(response.headers)
    this.#queue = queue
    this.#idleTimeout = idleTimeout
    this.#timers = new StreamTimers(this.#incoming, { idleTimeout, ...limits })
    Object.assign(queue.met, { status: response.status, requestId: requestIdIn(response.headers) })
    // The client listens to it as well, but not once the response itself is forgotten.
    addAbortSignal(queue.signal, this.#incoming)
  }

  /**
   * Resolves with what `take` answers first, and with nothing where the stream ended or was cut before. Throws
   * APIError where the server reports an error, UnreadableAnswer where it is no stream.
   */
  read<Ending>(take: Take<Event, Ending>, takeWhole?: TakeWhole<Ending>): Promise<Ending | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Ending | undefined>()
    const attempt = (read: () => Ending | undefined) => {
      try {
        const ending = read()
        if (ending) {
          resolve(ending)
          this.#leave()
        }
      } catch (error) {
        reject(error)
        this.#close()
      }
    }

    this.#incoming.setEncoding("utf8").on("data", (text) => attempt(() => this.#read(text, take)))
    // Servers may leave out the line that ends the last event.
    this.#incoming.on("end", () => {
      attempt(() => this.#read("\n\n", take) ?? this.#readWhole(takeWhole))
      if (this.closing === "cut") this.closing = "ended"
    })
    finished(this.#incoming, (error) => {
      if (this.#beginning && isOfPacking(error)) reject(new UnreadableAnswer("packed in another way", ""))
      resolve(undefined)
      this.#close()
    })
    return promise
  }

  /** All that matters may have been said: a short silence ends the stream now. */
  expectEnd() {
    this.#timers.expectEnd()
  }

  #read<Ending>(text: string, take: Take<Event, Ending>): Ending | undefined {
    this.#unheard += text.length
    if (this.#unheard > LONGEST_BODY) throw new UnreadableAnswer("an endless event", "")
    this.#beginning?.add(text)
    if (!this.#beginning?.isWhole) this.#parser.feed(text)
    if (this.#messages.length > 0) this.#hear()

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

  #hear() {
    this.#beginning = undefined
    this.#unheard = 0
    this.#timers.hear()
  }

  #readWhole<Ending>(takeWhole: TakeWhole<Ending> | undefined): Ending | undefined {
    const whole = this.#isOver ? undefined : this.#beginning?.whole()
    return whole && (takeWhole?.(whole) ?? this.#beginning?.refuse())
  }

  async #pause() {
    this.#incoming.pause()
    await this.#queue.emptied()
    this.#incoming.resume()
  }

  #leave() {
    this.#isOver = true
    this.#timers.sayFarewell()
  }

  #close() {
    if (this.#timers.wasSilent) this.#queue.met.silence = this.#idleTimeout
    this.#timers.stop()
    this.#incoming.destroy()
  }
}

function isOfPacking(error: NodeJS.ErrnoException | null | undefined) {
  return OF_PACKING.test(error?.code ?? "")
}
