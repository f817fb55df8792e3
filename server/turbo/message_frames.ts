import type { CableLog, ContentFrame } from "../cable/cable_log.ts"

/**
 * In which stream a message grows, its id on the page, the id of the element that holds its content, and the
 * fencing token of who writes it: the cable takes frames of the highest only.
 */
export type MessagePlace = { stream: string; message: string; target: string; writer: number }

/** A Turbo Stream, and the words that it shows: what came since the last one, or all there are. */
export type Telling = { html: string; text: string }

/** Brings one message into the log: growth as deltas, now and then a keyframe, the whole where the log has no base. */
export class MessageFrames {
  readonly #log: CableLog
  readonly #place: MessagePlace
  #isBased = false
  #deltasLength = 0
  #wholeLength = 0

  constructor(log: CableLog, place: MessagePlace) {
    this.#log = log
    this.#place = place
  }

  /** `whole` brings any page to where `growth` brings one that has seen the rest. */
  async grow(growth: Telling, whole: () => Telling) {
    if (this.#isBased) {
      await this.#append("delta", growth)
      this.#deltasLength += growth.html.length
      await this.#shorten(whole)
    } else {
      await this.#base("snapshot", whole())
    }
  }

  async begin(whole: Telling) {
    await this.#base("snapshot", whole)
  }

  async end(html: string) {
    await this.#append("final", { html, text: "" })
  }

  // A keyframe is due when the deltas since the last one outweigh it; the whole is made when that may be.
  async #shorten(whole: () => Telling) {
    if (this.#deltasLength <= this.#wholeLength) return

    const telling = whole()
    this.#wholeLength = telling.html.length
    if (this.#deltasLength > this.#wholeLength) await this.#base("keyframe", telling)
  }

  async #base(kind: "snapshot" | "keyframe", whole: Telling) {
    await this.#append(kind, whole)
    this.#isBased = true
    this.#deltasLength = 0
    this.#wholeLength = whole.html.length
  }

  async #append(kind: ContentFrame["kind"], { html, text }: Telling) {
    const { stream, message, writer } = this.#place

    try {
      await this.#log.append(stream, { kind, message, writer, html, text })
    } catch (error) {
      this.#isBased = false
      throw error
    }
  }
}
