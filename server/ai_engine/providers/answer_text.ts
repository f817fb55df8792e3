import { endsInHalfACharacter } from "../../lib/half_character.ts"
import { withoutNul } from "../../lib/without_nul.ts"
import type { EventQueue } from "./event_queue.ts"
import type { BegunRun } from "./provider.ts"

type Begun = Partial<Pick<BegunRun, "content" | "messageRemoteId" | "sequence">>
type Place = { messageId?: string | null | undefined; sequence?: number | undefined }

/** What is told again is not what was told before. */
export class OtherAnswer extends Error {}

/** Gathers an answer's text, and passes on what is new. Where it comes as several messages, a blank line divides them. */
export class AnswerText {
  readonly #queue: EventQueue
  content: string
  messageRemoteId: string | null
  /** Of the last event whose text is in `content`; null where the server counts none. */
  sequence: number | null
  /** How much of `content` this telling has come to. */
  #told: number
  #half = ""

  constructor(queue: EventQueue, { content = "", messageRemoteId = null, sequence = null }: Begun = {}) {
    this.#queue = queue
    this.content = content
    this.messageRemoteId = messageRemoteId
    this.sequence = sequence
    this.#told = content.length
  }

  /** False while it is told again, and not yet as far as before. */
  get isWhole() {
    return this.#told >= this.content.length
  }

  /** It is told again after `sequence`, and without one from its beginning. */
  takeUp() {
    this.#half = ""
    if (this.sequence === null) this.startOver()
  }

  startOver() {
    this.sequence = null
    this.messageRemoteId = null
    this.#told = 0
    this.#half = ""
  }

  /** Servers may leave out where a piece belongs: then it goes on where the last one was. */
  add(piece: string, { messageId = this.messageRemoteId, sequence }: Place = {}) {
    const text = this.#half + piece

    if (endsInHalfACharacter(text)) {
      this.#half = text
    } else if (text !== "" && !this.#isPast(sequence)) {
      const divided = this.#told > 0 && messageId !== this.messageRemoteId ? `\n\n${text}` : text
      const news = this.#newOf(divided)

      this.content += news
      this.messageRemoteId = messageId
      this.sequence = this.isWhole ? (sequence ?? null) : null
      this.#half = ""
      if (news !== "") {
        this.#queue.push({ type: "delta", text: news, sequence: this.sequence, messageRemoteId: messageId })
      }
    }
  }

  /** Not every server that counts its events begins where it is asked to. */
  #isPast(sequence: number | undefined) {
    return sequence !== undefined && this.sequence !== null && sequence <= this.sequence
  }

  #newOf(divided: string) {
    // As it is stored.
    const text = withoutNul(divided)
    // To look into what has grown by so many pieces costs its whole length.
    const known = this.isWhole ? "" : this.content.slice(this.#told, this.#told + text.length)
    if (!text.startsWith(known)) throw new OtherAnswer("The answer is not the one that it was.")

    this.#told += text.length
    return text.slice(known.length)
  }
}
