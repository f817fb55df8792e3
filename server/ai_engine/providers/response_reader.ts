import type { Response, ResponseStatus } from "openai/resources/responses/responses"
import { AnswerText, OtherAnswer } from "./answer_text.ts"
import type { BegunRun } from "./begun_run.ts"
import type { EventQueue } from "./event_queue.ts"
import type { Instead, LastEvent, Usage } from "./provider.ts"
import { insteadIn, responseEnding } from "./response_ending.ts"
import { type Evidence, streamEnding } from "./stream_ending.ts"
import { isObject, textOf } from "./text_of.ts"
import { ToldParts } from "./told_parts.ts"
import { largerUsage, usageIn } from "./usage_figures.ts"

export type ResponseEvent = Record<string, unknown>

const UNDER_WAY = ["queued", "in_progress"]
const ENDS = ["completed", "incomplete", "failed", "cancelled", "canceled", "done"]
const DELTA = /^response\.(output_text|text|refusal)\.delta$/

/** Reads what a response says, from as many streams as that takes. */
export class ResponseReader {
  readonly answer: AnswerText
  readonly #queue: EventQueue
  readonly #parts = new ToldParts()
  remoteId: string | null
  isQueued = false
  #hasStarted: boolean
  #usage: Usage | null = null
  #isSummedUp = false
  #instead: Instead | undefined

  constructor(queue: EventQueue, run?: BegunRun) {
    this.answer = new AnswerText(queue, run)
    this.#queue = queue
    this.remoteId = run?.remoteId ?? null
    this.#hasStarted = this.remoteId !== null
  }

  /** Answers how the response ended, once an event says so. */
  read(event: ResponseEvent): LastEvent | undefined {
    if (event.object === "response" && event.type === undefined) return this.readWhole(event)

    const response = isObject(event.response) ? event.response : undefined
    const type = String(event.type)
    this.#usage = largerUsage(this.#usage, usageIn(event.usage))
    if (response) this.#meet(response)

    if (DELTA.test(type)) {
      this.#readDelta(event)
    } else if (/^response\.\w+$/.test(type) && ENDS.includes(type.slice("response.".length))) {
      return this.#ending(response ?? {}, type.slice("response.".length))
    } else {
      this.#notice(event, type)
    }
  }

  /** The same for a response that was fetched whole: the text that is missing, and how it ended if it did. */
  readWhole(response: ResponseEvent | Response): LastEvent | undefined {
    const whole = response as ResponseEvent
    this.#meet(whole)
    if (UNDER_WAY.includes(String(whole.status))) return

    if (whole.status === "completed" || whole.status === "incomplete") this.answer.startOver()
    return this.#ending(whole)
  }

  /** How it ended where no event says so, all that came considered. */
  endingWithout(closing: Evidence["closing"]): LastEvent {
    this.#complete(undefined)
    return this.#withInstead(
      streamEnding({
        said: null,
        wordsFollowed: false,
        isSummedUp: this.#isSummedUp,
        closing,
        messageRemoteId: this.answer.messageRemoteId,
        usage: this.#usage,
      }),
    )
  }

  #readDelta({ delta, item_id: itemId, output_index: index, sequence_number: sequence }: ResponseEvent) {
    this.isQueued = false
    this.#isSummedUp = false
    this.#start(null)
    this.answer.add(textOf(delta), {
      messageId: idOf(itemId),
      index: typeof index === "number" ? index : undefined,
      sequence: typeof sequence === "number" ? sequence : undefined,
    })
  }

  #notice(event: ResponseEvent, type: string) {
    const { item } = event
    this.#parts.read(event, type)
    if (type === "response.output_item.done" && isObject(item)) {
      this.#instead = insteadIn([item]) ?? this.#instead
      this.#isSummedUp = item.type === "message" && item.status !== "incomplete"
    } else if (type.startsWith("response.reasoning")) {
      this.#instead ??= "thinking"
    }
  }

  #meet({ id, status }: ResponseEvent) {
    this.isQueued = status === "queued"
    if (this.remoteId === null) this.remoteId = idOf(id) ?? null
    if (this.remoteId !== null) this.#start(this.remoteId)
  }

  #start(remoteId: string | null) {
    if (!this.#hasStarted) this.#queue.push({ type: "started", remoteId })
    this.#hasStarted = true
  }

  /** The event's name says less than the status: some servers report what is incomplete or failed as completed. */
  #ending(whole: ResponseEvent, named?: string): LastEvent {
    const status = ENDS.includes(String(whole.status)) ? whole.status : named
    const response = { ...whole, status: (status === "done" ? "completed" : status) as ResponseStatus }

    this.#usage = largerUsage(this.#usage, usageIn(whole.usage))
    this.#instead = insteadIn(whole.output) ?? this.#instead
    this.#complete(whole.output)
    const { messageRemoteId } = this.answer
    const ending = responseEnding(response as Partial<Response>, { messageRemoteId, usage: this.#usage })
    if (ending.type === "completed" && !this.answer.isWhole) throw new OtherAnswer("Less came than before.")
    return this.#withInstead(ending)
  }

  #complete(output: unknown) {
    const { text, messageId } = this.#parts.whole(output)
    if (text !== "") this.#start(null)
    this.answer.complete(text, messageId)
  }

  #withInstead(ending: LastEvent): LastEvent {
    const isInstead = ending.type === "completed" && this.#instead && this.answer.content.trim() === ""
    return isInstead ? { ...ending, instead: this.#instead as Instead } : ending
  }
}

/** Some servers send an empty one. */
function idOf(id: unknown): string | undefined {
  return typeof id === "string" && id !== "" ? id : undefined
}
