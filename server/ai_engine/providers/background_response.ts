import { setTimeout as pause } from "node:timers/promises"
import type { OpenAI } from "openai"
import { OtherAnswer } from "./answer_text.ts"
import type { BegunRun } from "./begun_run.ts"
import type { EventQueue } from "./event_queue.ts"
import { EventStream } from "./event_stream.ts"
import { isCut } from "./last_event.ts"
import { INTERRUPTED, type LastEvent } from "./provider.ts"
import { RemoteResponse } from "./remote_response.ts"
import { type ResponseEvent, ResponseReader } from "./response_reader.ts"
import { UnreadableAnswer } from "./unreadable_answer.ts"

const LONGEST_RUN = 15 * 60_000
/** A connection that drops right at the beginning can leave a response queued for ever. */
const LONGEST_QUEUE = 2 * 60_000
const LONGEST_ABSENCE = 60_000
const FIRST_PAUSE = 250
const LONGEST_PAUSE = 4_000

/** A response that goes on when its stream ends: it is read again until it has an end, and never asked for twice. */
export class BackgroundResponse {
  readonly #client: OpenAI
  readonly #idleTimeout: number
  readonly #queue: EventQueue
  readonly #reader: ResponseReader
  readonly #startedAt: number
  #reachedAt = Date.now()
  #isOther = false

  constructor(client: OpenAI, idleTimeout: number, queue: EventQueue, run?: BegunRun) {
    this.#client = client
    this.#idleTimeout = idleTimeout
    this.#queue = queue
    this.#reader = new ResponseReader(queue, run)
    this.#startedAt = (run?.startedAt ?? new Date()).getTime()
  }

  get remoteId() {
    return this.#reader.remoteId
  }

  get messageRemoteId() {
    return this.#reader.answer.messageRemoteId
  }

  /** Returns nothing where it is to be given up. */
  async follow(answered: Response): Promise<LastEvent | undefined> {
    return (await this.#read(answered)) ?? this.goOn()
  }

  async goOn(): Promise<LastEvent | undefined> {
    if (this.remoteId === null) return INTERRUPTED

    const remote = new RemoteResponse(this.remoteId, this.#client)
    const { answer } = this.#reader
    let pauses = 0

    do {
      const known = answer.content.length
      await this.#breathe(pauses++)
      const ending = (await this.#streamAgain(remote)) ?? (await this.#lookUp(remote))
      if (ending) return ending
      if (answer.content.length > known) pauses = 0
    } while (!this.#isHopeless)
  }

  async #streamAgain(remote: RemoteResponse): Promise<LastEvent | undefined> {
    this.#reader.answer.resume()
    const answered = await remote.stream(this.#reader.answer.sequence, this.#queue.signal)
    if (answered) return this.#read(answered)
  }

  /** A response that was cancelled ends its streams without a word, and not every server streams twice. */
  async #lookUp(remote: RemoteResponse): Promise<LastEvent | undefined> {
    const response = await remote.retrieve(this.#queue.signal)

    if (response) {
      this.#reachedAt = Date.now()
      return this.#reader.readWhole(response)
    } else {
      // Nobody says so.
      this.#reader.isQueued = false
      if (remote.isGone) return INTERRUPTED
    }
  }

  async #read(answered: Response): Promise<LastEvent | undefined> {
    const stream = new EventStream<ResponseEvent>(answered, this.#idleTimeout, this.#queue)
    const openedAt = Date.now()

    try {
      return await stream.read((event) => this.#take(event, openedAt))
    } catch (error) {
      if (!isCut(error) && !this.#isUntold(error)) throw error
      this.#isOther = error instanceof OtherAnswer
    } finally {
      this.#reachedAt = Date.now()
      // It was begun, whatever its stream says.
      if (this.remoteId !== null) delete this.#queue.met.silence
    }
  }

  /** Not every server tells again what it streamed once. */
  #isUntold(error: unknown) {
    return error instanceof UnreadableAnswer && this.remoteId !== null
  }

  #take(event: ResponseEvent, openedAt: number): LastEvent | undefined {
    const ending = this.#reader.read(event)
    // What is told again begins as queued, whatever it is by now.
    if (!ending && this.#isOverdue({ queuedAt: openedAt })) throw new Error("The answer is overdue.")
    return ending
  }

  get #isHopeless() {
    const isAway = Date.now() > this.#reachedAt + LONGEST_ABSENCE
    return this.#isOther || isAway || this.#isOverdue({ queuedAt: this.#startedAt })
  }

  #isOverdue({ queuedAt }: { queuedAt: number }) {
    const now = Date.now()
    return now > this.#startedAt + LONGEST_RUN || (this.#reader.isQueued && now > queuedAt + LONGEST_QUEUE)
  }

  /** Not all that were cut off together are to come back together. */
  async #breathe(pauses: number) {
    const milliseconds = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** pauses)
    await pause(milliseconds * (0.5 + Math.random() / 2), undefined, { signal: this.#queue.signal })
  }
}
