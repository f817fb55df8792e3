import { newId } from "./new_id.ts"
import { Reply, type ReplyUsage } from "./reply.ts"

/** What /v1/chat/completions streams: chunks without names, the usage in one of its own. */
export class ChatCompletionsReply extends Reply {
  readonly #id = newId("chatcmpl")
  #begun = false

  override begin() {
    if (this.#begun) return

    this.#begun = true
    this.chunk({ choices: [choice({ role: "assistant", content: "" })] })
  }

  override say(text: string) {
    this.begin()
    this.chunk({ choices: [choice({ content: text })] })
  }

  /** There is only one message, so what follows goes on in it. */
  override nextMessage() {}

  override incomplete(reason: string, usage: ReplyUsage | null = null) {
    this.finish(reason, usage)
  }

  override fail(code: string, message: string) {
    this.#data({ error: { code, message } })
    this.end()
  }

  /** Ends with this `finish_reason`. */
  finish(reason: string, usage: ReplyUsage | null) {
    this.begin()
    this.chunk({ choices: [choice({}, reason)] })
    if (usage) this.chunk({ choices: [], usage: wireUsage(usage) })
    this.raw("data: [DONE]\n\n")
    this.end()
  }

  chunk(fields: object) {
    const { model } = this.request.body
    this.#data({ id: this.#id, object: "chat.completion.chunk", model, ...fields })
  }

  protected override completed(usage: ReplyUsage | null) {
    this.finish("stop", usage)
  }

  #data(data: object) {
    this.raw(`data: ${JSON.stringify(data)}\n\n`)
  }
}

function choice(delta: object, finishReason: string | null = null) {
  return { index: 0, delta, finish_reason: finishReason }
}

function wireUsage({ input, output }: ReplyUsage) {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
}
