import { type Frame, isContent } from "./cable_log.ts"

/** What all that the log keeps is called in Redis. */
export class RedisKeys {
  readonly #keyOf: (name: string) => string

  /** `keyOf` may answer only once the first key is needed. */
  constructor(keyOf: (name: string) => string) {
    this.#keyOf = keyOf
  }

  get birth() {
    return this.#keyOf("cable:birth")
  }

  get check() {
    return this.#keyOf("cable:check")
  }

  sender(id: string) {
    return this.#keyOf(`cable:sender:${id}`)
  }

  channel(stream: string) {
    return this.#keyOf(`cable:${stream}`)
  }

  text(stream: string, message: string) {
    return this.#keyOf(`cable:text:${stream}:${message}`)
  }

  toRead(stream: string): [string, string, string] {
    return [this.birth, ...this.#ofStream(stream)]
  }

  toFence(stream: string, message: string) {
    return [...this.toRead(stream), this.text(stream, message)]
  }

  toWrite(stream: string, frame: Frame) {
    return [...this.#ofStream(stream), this.text(stream, isContent(frame) ? frame.message : "")]
  }

  #ofStream(stream: string): [string, string] {
    return [this.#keyOf(`cable:log:${stream}`), this.#keyOf(`cable:messages:${stream}`)]
  }
}
