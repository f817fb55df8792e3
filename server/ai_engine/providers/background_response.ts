import { setTimeout as pause } from "node:timers/promises"
import type { OpenAI } from "openai"
import type { ResponseStreamEvent } from "openai/resources/responses/responses"
import type { Stream } from "openai/streaming"
import { OtherAnswer } from "./answer_text.ts"
import { isCut } from "./last_event.ts"
import type { Progress } from "./open_ai_provider.ts"
import { type BegunRun, INTERRUPTED, type LastEvent } from "./provider.ts"
import { RemoteResponse } from "./remote_response.ts"
import { ResponseReader } from "./response_reader.ts"
import { untilSilent } from "./until_silent.ts"

const LONGEST_RUN = 15 * 60_000
/** A connection that drops right at the beginning can leave a response queued for ever. */
const LONGEST_QUEUE = 2 * 60_000
const LONGEST_ABSENCE = 60_000
const FIRST_PAUSE = 250
const LONGEST_PAUSE = 4_000

type Reading = AsyncGenerator<Progress, LastEvent | undefined>

/** A response that goes on when its stream ends: it is read again until it has an end, and never asked for twice. */
export class BackgroundResponse {
  readonly #client: OpenAI
  readonly #idleTimeout: number
  readonly #signal: AbortSignal
  readonly #reader: ResponseReader
  readonly #startedAt: number
  #reachedAt = Date.now()
  #isOther = false

  constructor(client: OpenAI, idleTimeout: number, signal: AbortSignal, run?: BegunRun) {
    this.#client = client
    this.#idleTimeout = idleTimeout
    this.#signal = signal
    this.#reader = new ResponseReader(run)
    this.#startedAt = (run?.startedAt ?? new Date()).getTime()
  }

  get remoteId() {
    return this.#reader.remoteId
  }

  get messageRemoteId() {
    return this.#reader.answer.messageRemoteId
  }

  /** Returns nothing where it is to be given up. */
  async *follow(stream: Stream<ResponseStreamEvent>): Reading {
    return (yield* this.#read(stream)) ?? (yield* this.goOn())
  }

  async *goOn(): Reading {
    if (this.remoteId === null) return INTERRUPTED

    const remote = new RemoteResponse(this.remoteId, this.#client)
    const { answer } = this.#reader
    let pauses = 0

    do {
      const known = answer.content.length
      await this.#breathe(pauses++)
      const ending = (yield* this.#streamAgain(remote)) ?? (yield* this.#lookUp(remote))
      if (ending) return ending
      if (answer.content.length > known) pauses = 0
    } while (!this.#isHopeless)
  }

  async *#streamAgain(remote: RemoteResponse): Reading {
    this.#reader.answer.takeUp()
    const stream = await remote.stream(this.#reader.answer.sequence, this.#signal)
    if (stream) return yield* this.#read(stream)
  }

  /** A response that was cancelled ends its streams without a word, and not every server streams twice. */
  async *#lookUp(remote: RemoteResponse): Reading {
    const response = await remote.retrieve(this.#signal)

    if (response) {
      this.#reachedAt = Date.now()
      return yield* this.#reader.readWhole(response)
    } else {
      // Nobody says so.
      this.#reader.isQueued = false
      if (remote.isGone) return INTERRUPTED
    }
  }

  async *#read(stream: Stream<ResponseStreamEvent>): Reading {
    try {
      return yield* this.#reader.read(this.#whileHopeful(stream))
    } catch (error) {
      if (!isCut(error)) throw error
      this.#isOther = error instanceof OtherAnswer
    } finally {
      this.#reachedAt = Date.now()
    }
  }

  async *#whileHopeful(stream: Stream<ResponseStreamEvent>) {
    const openedAt = Date.now()

    for await (const event of untilSilent(stream, this.#idleTimeout)) {
      yield event
      // What is told again begins in the queue, wherever it is by now.
      if (this.#isOverdue({ queuedAt: openedAt })) return
    }
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
    await pause(milliseconds * (0.5 + Math.random() / 2), undefined, { signal: this.#signal })
  }
}
