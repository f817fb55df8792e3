import { newId } from "./new_id.ts"
import { Reply, type ReplyUsage } from "./reply.ts"

/** What /v1/responses streams. */
export class ResponsesReply extends Reply {
  readonly id = newId("resp")
  /** As it was last sent: what it is when it is asked for whole. */
  response: Record<string, unknown> = {}
  #sequence = 0
  #begun = false
  #messages: { id: string; text: string }[] = []
  #open = false

  override begin() {
    if (this.#begun) return

    this.#begun = true
    this.accept()
    this.progress("in_progress", "in_progress")
  }

  override say(text: string) {
    const message = this.#message()
    const index = this.#messages.length - 1
    message.text += text
    this.#event("response.output_text.delta", {
      item_id: message.id,
      output_index: index,
      content_index: 0,
      delta: text,
    })
  }

  override nextMessage() {
    this.#open = false
  }

  override incomplete(reason: string, usage: ReplyUsage | null = null) {
    this.#end("incomplete", { incomplete_details: { reason }, usage: usage && wireUsage(usage) })
  }

  override fail(code: string, message: string) {
    this.#end("failed", { error: { code, message }, output: [] })
  }

  protected override completed(usage: ReplyUsage | null) {
    this.#end("completed", { usage: usage && wireUsage(usage) })
  }

  protected accept() {
    this.progress("created", "in_progress")
  }

  /** Tells that the response is in this state now. */
  protected progress(name: string, status: string, fields: object = {}) {
    const { model, instructions } = this.request.body
    const output = this.#messages.map(wireMessage)
    const whole = { object: "response", model, instructions, output, error: null, usage: null }
    this.response = { id: this.id, ...whole, status, ...fields }
    this.#event(`response.${name}`, { response: this.response })
  }

  #message() {
    this.begin()
    const last = this.#messages.at(-1)

    if (this.#open && last) {
      return last
    } else {
      const message = { id: newId("msg"), text: "" }
      this.#messages.push(message)
      this.#open = true
      this.#event("response.output_item.added", {
        output_index: this.#messages.length - 1,
        item: wireMessage(message),
      })
      return message
    }
  }

  #end(status: string, fields: object) {
    this.begin()
    this.progress(status, status, fields)
    this.end()
  }

  #event(type: string, fields: object) {
    this.event(type, { type, sequence_number: this.#sequence++, ...fields })
  }
}

function wireMessage({ id, text }: { id: string; text: string }) {
  return {
    id,
    type: "message",
    role: "assistant",
    content: text ? [{ type: "output_text", text, annotations: [] }] : [],
  }
}

export function wireUsage({ input, output }: ReplyUsage) {
  return { input_tokens: input, output_tokens: output, total_tokens: input + output }
}
