import { newId } from "./new_id.ts"
import { Reply, type ReplyUsage } from "./reply.ts"

/** What /v1/responses streams. */
export class ResponsesReply extends Reply {
  readonly #id = newId("resp")
  #sequence = 0
  #begun = false
  #messages: { id: string; text: string }[] = []
  #open = false

  override begin() {
    if (this.#begun) return

    this.#begun = true
    this.#event("response.created", { response: this.#response("in_progress") })
    this.#event("response.in_progress", { response: this.#response("in_progress") })
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
    this.#event(`response.${status}`, { response: { ...this.#response(status), ...fields } })
    this.end()
  }

  #event(type: string, fields: object) {
    this.event(type, { type, sequence_number: this.#sequence++, ...fields })
  }

  #response(status: string) {
    const { model, instructions } = this.request.body
    const output = this.#messages.map(wireMessage)
    return { id: this.#id, object: "response", status, model, instructions, output, error: null, usage: null }
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

function wireUsage({ input, output }: ReplyUsage) {
  return { input_tokens: input, output_tokens: output, total_tokens: input + output }
}
