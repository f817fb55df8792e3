import { jsonOf } from "./http/said_error.ts"
import { errorIn, StreamedError } from "./streamed_error.ts"
import { isObject } from "./text_of.ts"
import { UnreadableAnswer } from "./unreadable_answer.ts"

/** What came in place of a stream's first event, or before it: one JSON, a page, or nothing that can be read. */
export class BodyBeginning {
  readonly #headers: Headers
  readonly #isNamedStream: boolean
  readonly #texts: string[] = []
  /** The character that tells it from a stream, no line of which begins so. */
  #mark: string | undefined

  constructor(headers: Headers) {
    this.#headers = headers
    this.#isNamedStream = headers.get("content-type")?.includes("event-stream") ?? false
  }

  add(text: string) {
    this.#texts.push(text)
    this.#mark ??= text.trimStart().charAt(0) || undefined
    if (this.#mark === "<" && this.isWhole) this.refuse()
  }

  /** What is said to be a stream is read as one all the same. */
  get isWhole() {
    return !this.#isNamedStream && this.#looksWhole
  }

  /** Its JSON. Throws where that is an error, or where there is none; nothing where it is an empty stream. */
  whole(): Record<string, unknown> | undefined {
    if (this.#isNamedStream && !this.#looksWhole) return undefined

    const json = jsonOf(this.#texts.join("").trim())
    const error = errorIn(json)
    if (error) throw new StreamedError(error, json, this.#headers)
    return isObject(json) ? json : this.refuse()
  }

  refuse(): never {
    throw new UnreadableAnswer(this.#headers.get("content-type"), this.#texts.join(""))
  }

  get #looksWhole() {
    return this.#mark !== undefined && "{[<".includes(this.#mark)
  }
}
