import { endsInHalfACharacter } from "../../lib/half_character.ts"
import { withoutNul } from "../../lib/without_nul.ts"
import type { BegunRun } from "./begun_run.ts"
import type { EventQueue } from "./event_queue.ts"

type Begun = Partial<Pick<BegunRun, "content" | "messageRemoteId" | "sequence">>

type Place = {
  messageId?: string | null | undefined
  /** Of the message in its answer. It counts for more than the id: servers exist that change the id with every event. */
  index?: number | undefined
  sequence?: number | undefined
}

/** What is told again is not what was told before. */
export class OtherAnswer extends Error {}

/** Gathers an answer's text, and passes on what is new. Where it comes as several messages, a blank line divides them. */
export class AnswerText {
  readonly #queue: EventQueue
  content: string
  messageRemoteId: string | null
  /** Of the last event whose text is in `content`; null where the server counts none. */
  sequence: number | null
  #index: number | undefined
  /** How much of `content` this telling has come to. */
  #told: number
  /** A piece that ends in half a character waits for the other half. */
  #half: ({ text: string } & Place) | undefined

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
  resume() {
    this.#half = undefined
    if (this.sequence === null) this.startOver()
  }

  startOver() {
    this.sequence = null
    this.messageRemoteId = null
    this.#index = undefined
    this.#told = 0
    this.#half = undefined
  }

  /** Servers may leave out where a piece belongs: then it goes on where the last one was. */
  add(piece: string, place: Place = {}) {
    if (piece === "" || this.#isPast(place.sequence)) return
    if (this.#half && isOther(this.#half, place)) this.finish()

    const text = (this.#half?.text ?? "") + piece
    this.#half = undefined
    if (endsInHalfACharacter(text)) {
      this.#half = { text, ...place }
    } else {
      this.#take(text, place)
    }
  }

  /** The other half does not come. */
  finish() {
    const half = this.#half
    this.#half = undefined
    if (half) this.#take(half.text, half)
  }

  /** All of it, as servers tell it at the end: what was left out before is added. Of another text, nothing is. */
  complete(whole: string, messageId?: string | null) {
    this.finish()
    const text = readable(whole, { isFirst: true })

    if (text.length >= this.content.length && text.startsWith(this.content)) {
      const news = text.slice(this.content.length)
      this.#told = text.length
      this.messageRemoteId ??= messageId ?? null
      this.#push(news)
    }
  }

  #take(piece: string, place: Place) {
    const text = readable(piece, { isFirst: this.#told === 0 })
    if (text === "") return

    const isElsewhere = isOther({ messageId: this.messageRemoteId, index: this.#index }, place)
    const divided = this.#told > 0 && isElsewhere ? `\n\n${text}` : text
    const news = this.#newOf(divided)

    if (isElsewhere || this.messageRemoteId === null) this.messageRemoteId = place.messageId ?? null
    this.#index = place.index ?? (isElsewhere ? undefined : this.#index)
    this.#push(news, place.sequence)
  }

  #push(news: string, sequence?: number) {
    this.content += news
    this.sequence = this.isWhole ? (sequence ?? null) : null
    if (news !== "") {
      const { messageRemoteId } = this
      this.#queue.push({ type: "delta", text: news, sequence: this.sequence, messageRemoteId })
    }
  }

  /** Not every server that counts its events begins where it is asked to. */
  #isPast(sequence: number | undefined) {
    const known = this.#half?.sequence ?? this.sequence
    return sequence !== undefined && known !== null && sequence <= known
  }

  #newOf(text: string) {
    // To look into what has grown by so many pieces costs its whole length.
    const known = this.isWhole ? "" : this.content.slice(this.#told, this.#told + text.length)
    if (!text.startsWith(known)) throw new OtherAnswer("The answer is not the one that it was.")

    this.#told += text.length
    return text.slice(known.length)
  }
}

/** Whether a piece belongs to another message; what is not known says nothing. */
function isOther(here: Place, there: Place) {
  if (here.index !== undefined && there.index !== undefined) {
    return here.index !== there.index
  } else {
    return here.messageId != null && there.messageId != null && here.messageId !== there.messageId
  }
}

/** As it is stored: half a character can't be, and a mark of the order of bytes is none of the words. */
function readable(text: string, { isFirst }: { isFirst: boolean }) {
  const words = isFirst ? text.replace(/^\uFEFF/, "") : text
  return withoutNul(words.isWellFormed() ? words : words.toWellFormed())
}
