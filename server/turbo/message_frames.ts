import type { CableLog, ContentFrame } from "../cable/cable_log.ts"

/**
 * In which stream a message grows, its id on the page, the id of the element that holds its content, and the
 * fencing token of who writes it: the cable takes frames of the highest only.
 */
export type MessagePlace = { stream: string; message: string; target: string; writer: number }

/** Brings one message into the log: growth as deltas, now and then a keyframe, the whole where the log has no base. */
export class MessageFrames {
  readonly #log: CableLog
  readonly #place: MessagePlace
  #isBased = false
  #deltasLength = 0
  #wholeLength = 0
  #told = 0

  constructor(log: CableLog, place: MessagePlace) {
    this.#log = log
    this.#place = place
  }

  /** `whole` brings any page to where `growth` brings one that has seen the rest; `content` is all the words so far. */
  async grow(growth: string, whole: () => string, content: string) {
    if (this.#isBased) {
      const text = wholeCharacters(content)
      await this.#append("delta", growth, text.slice(this.#told))
      this.#told = text.length
      this.#deltasLength += growth.length
      await this.#shorten(whole, content)
    } else {
      await this.#base("snapshot", whole(), content)
    }
  }

  async begin(whole: string, content: string) {
    await this.#base("snapshot", whole, content)
  }

  async end(whole: string) {
    await this.#append("final", whole, "")
  }

  // A keyframe is due when the deltas since the last one outweigh it; the whole is made when that may be.
  async #shorten(whole: () => string, content: string) {
    if (this.#deltasLength <= this.#wholeLength) return

    const html = whole()
    this.#wholeLength = html.length
    if (this.#deltasLength > html.length) await this.#base("keyframe", html, content)
  }

  async #base(kind: "snapshot" | "keyframe", whole: string, content: string) {
    const text = wholeCharacters(content)
    await this.#append(kind, whole, text)
    this.#told = text.length
    this.#isBased = true
    this.#deltasLength = 0
    this.#wholeLength = whole.length
  }

  async #append(kind: ContentFrame["kind"], html: string, text: string) {
    const { stream, message, writer } = this.#place

    try {
      await this.#log.append(stream, { kind, message, writer, html, text })
    } catch (error) {
      this.#isBased = false
      throw error
    }
  }
}

// Half a surrogate pair would reach Redis as another character; it waits for its other half.
function wholeCharacters(text: string) {
  return /[\uD800-\uDBFF]/.test(text.slice(-1)) ? text.slice(0, -1) : text
}
