import { type ClientRequest, type IncomingMessage, request } from "node:http"
import { now } from "../now.ts"
import { numbersIn } from "../story.ts"
import type { Heard, Listener, Listening } from "./listening.ts"

/** Where the answer's words begin and end in a page. */
const ANSWER =
  /<div class="message__content prose"[^>]*>((?:(?!<div class="message__content prose").)*?)<\/article>/s
/** The longest that a number in a story may be cut by two pieces of the page. */
const OVERLAP = 8

/** Reads the page that goes on while an answer comes, as a browser without script does. */
export class ScriptlessReader implements Listening {
  readonly opened = Promise.withResolvers<void>()
  readonly ended = Promise.withResolvers<void>()
  readonly #listener: Listener
  readonly #received: Float64Array
  #request: ClientRequest | undefined
  #text = ""
  #pieces = 0

  constructor(listener: Listener) {
    this.#listener = listener
    this.#received = new Float64Array(listener.tokens)
    this.opened.resolve()
  }

  /** The bytes are those of the answer alone. */
  get heard(): Heard {
    const bytes = Buffer.byteLength(answerIn(this.#text))
    return { story: this.#listener.story, received: this.#received, frames: this.#pieces, bytes }
  }

  begin() {
    const { url, headers } = this.#listener
    this.#request = request(url, { headers }, (response) => this.#read(response))
      .once("error", () => this.ended.resolve())
      .once("close", () => this.ended.resolve())
      .end()
  }

  close() {
    this.#request?.destroy()
  }

  #read(response: IncomingMessage) {
    response.setEncoding("utf8").on("data", (piece: string) => {
      const news = this.#text.slice(-OVERLAP) + piece
      this.#text += piece
      this.#pieces++
      for (const index of numbersIn(news)) this.#received[index] ||= now()
    })
  }
}

/** The HTML of the answer in a page with one. */
export function answerIn(page: string) {
  const [, answer = ""] = ANSWER.exec(page) ?? []
  return answer
}
