import type {
  Response,
  ResponseOutputMessage,
  ResponseStatus,
  ResponseStreamEvent,
} from "openai/resources/responses/responses"
import { AnswerText, OtherAnswer } from "./answer_text.ts"
import type { EventQueue } from "./event_queue.ts"
import { failureOf } from "./failure.ts"
import type { BegunRun, LastEvent } from "./provider.ts"
import { responseEnding } from "./response_ending.ts"

const UNDER_WAY = ["queued", "in_progress"]

/** Reads what a response says, from as many streams as that takes. */
export class ResponseReader {
  readonly answer: AnswerText
  readonly #queue: EventQueue
  remoteId: string | null
  isQueued = false

  constructor(queue: EventQueue, run?: BegunRun) {
    this.answer = new AnswerText(queue, run)
    this.#queue = queue
    this.remoteId = run?.remoteId ?? null
  }

  /** Answers how the response ended, once an event says so. */
  read(event: ResponseStreamEvent): LastEvent | undefined {
    if ("response" in event) this.#meet(event.response)

    switch (event.type) {
      case "response.output_text.delta":
      case "response.refusal.delta":
        this.isQueued = false
        this.answer.add(event.delta, { messageId: event.item_id, sequence: event.sequence_number })
        break
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        return this.#ending(event.response, event.type.replace("response.", "") as ResponseStatus)
      // Nested in `error`, or named so, it is thrown by the stream.
      case "error":
        return failureOf(event, null)
    }
  }

  /** The same for a response that was fetched whole: the text that is missing, and how it ended if it did. */
  readWhole(response: Response): LastEvent | undefined {
    this.isQueued = response.status === "queued"
    if (UNDER_WAY.includes(String(response.status))) return

    if (response.status === "completed" || response.status === "incomplete") {
      this.answer.startOver()
      for (const item of response.output) {
        if (item.type === "message") this.answer.add(textOf(item), { messageId: item.id })
      }
    }
    return this.#ending(response)
  }

  #meet({ id, status }: Response) {
    this.isQueued = status === "queued"

    if (this.remoteId === null) {
      this.remoteId = id
      this.#queue.push({ type: "started", remoteId: id })
    }
  }

  /** The event's name says less than the status: some servers report what is incomplete or failed as completed. */
  #ending(response: Response, named?: ResponseStatus): LastEvent {
    const ending = responseEnding(
      { ...response, status: response.status ?? named },
      this.answer.messageRemoteId,
    )
    if (ending.type === "completed" && !this.answer.isWhole) throw new OtherAnswer("Less came than before.")
    return ending
  }
}

function textOf({ content }: ResponseOutputMessage) {
  return content.map((part) => (part.type === "refusal" ? part.refusal : part.text)).join("")
}
