import type { ProviderEvent } from "./provider.ts"

type Delta = Extract<ProviderEvent, { type: "delta" }>
type Place = { messageId?: string | null | undefined; sequence?: number | undefined }

/** Gathers an answer's text. Where it comes as several messages, a blank line divides them. */
export class AnswerText {
  content = ""
  messageRemoteId: string | null = null
  #sequence = 0

  /** Servers may leave out where a piece belongs: then it goes on where the last one was. */
  add(text: string, { messageId = this.messageRemoteId, sequence = this.#sequence + 1 }: Place = {}): Delta {
    const divided = this.content !== "" && messageId !== this.messageRemoteId ? `\n\n${text}` : text

    this.content += divided
    this.messageRemoteId = messageId
    this.#sequence = sequence
    return { type: "delta", text: divided, sequence, messageRemoteId: messageId }
  }
}
