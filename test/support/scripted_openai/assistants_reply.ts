import type { Connection } from "./connection.ts"
import type { Gate } from "./gate.ts"
import { newId } from "./new_id.ts"
import type { RecordedRequest } from "./recorded_request.ts"
import { Reply, type ReplyUsage } from "./reply.ts"

export type Run = { id: string; status: string; thread_id: string } & Record<string, unknown>
type TextPart = { type: string; text: { value: string; annotations: unknown[] } }
export type ThreadMessage = { id: string; role: string; run_id: string | null; content: TextPart[] }

/** What a streamed run of Assistants v2 sends. The run and its messages go on when the stream was cut. */
export class AssistantsReply extends Reply {
  readonly #run: Run
  readonly #messages: ThreadMessage[]
  #message: ThreadMessage | undefined
  #begun = false

  constructor(
    request: RecordedRequest,
    connection: Connection,
    gate: Gate,
    run: Run,
    messages: ThreadMessage[],
  ) {
    super(request, connection, gate)
    this.#run = run
    this.#messages = messages
  }

  override begin() {
    if (this.#begun) return

    this.#begun = true
    this.#runEvent("created", { status: "queued" })
    this.#runEvent("in_progress", { status: "in_progress" })
  }

  override say(text: string) {
    this.begin()
    const message = this.#message ?? this.#startMessage()
    for (const part of message.content) part.text.value += text
    const content = [{ index: 0, type: "text", text: { value: text } }]
    this.event("thread.message.delta", { id: message.id, object: "thread.message.delta", delta: { content } })
  }

  override nextMessage() {
    this.#message = undefined
  }

  override incomplete(reason: string, usage: ReplyUsage | null = null) {
    this.#end("incomplete", { incomplete_details: { reason }, usage: usage && wireUsage(usage) })
  }

  override fail(code: string, message: string) {
    this.#end("failed", { last_error: { code, message } })
  }

  protected override completed(usage: ReplyUsage | null) {
    this.#end("completed", { usage: usage && wireUsage(usage) })
  }

  #startMessage(): ThreadMessage {
    const content = [{ type: "text", text: { value: "", annotations: [] } }]
    const message: ThreadMessage = { id: newId("msg"), role: "assistant", run_id: this.#run.id, content }
    this.#message = message
    this.#messages.push(message)
    this.event("thread.message.created", { ...message, object: "thread.message", content: [] })
    return message
  }

  #end(status: string, fields: object) {
    this.begin()
    this.#runEvent(status, { status, ...fields })
    this.event("done", "[DONE]")
    this.end()
  }

  #runEvent(name: string, fields: object) {
    this.event(`thread.run.${name}`, Object.assign(this.#run, fields))
  }
}

function wireUsage({ input, output }: ReplyUsage) {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
}
