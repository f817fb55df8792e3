import { setTimeout as pause } from "node:timers/promises"
import { type CableLog, type ContentFrame, Superseded } from "../cable/cable_log.ts"
import { logger } from "../lib/logger.ts"
import { MarkdownStream } from "./markdown_stream.ts"

/**
 * In which stream a message grows, its id on the page, the id of the element that holds its content, and the
 * fencing token of who writes it: the cable takes frames of the highest only.
 */
export type MessagePlace = { stream: string; message: string; target: string; writer: number }

/** Milliseconds. */
const SCREEN_REFRESH = 16
const RETRY = 1000
const FINISH_RETRIES = [100, 300, 900]

/** Rendering rests four times as long as it took, so that it takes a fifth of a core at most. */
const REST = 4

/** Brings one message that is being written into the log: growth as deltas, and now and then a keyframe. */
export class MessageStream {
  readonly #log: CableLog
  readonly #place: MessagePlace
  readonly #markdown: MarkdownStream
  readonly #stopped = new AbortController()
  #opening = ""
  #content = ""
  #shown = ""
  #running: Promise<void> | undefined
  #isOwed = false
  #isBased = false
  #deltasLength = 0
  #told = 0

  constructor(log: CableLog, place: MessagePlace) {
    this.#log = log
    this.#place = place
    this.#markdown = new MarkdownStream(place.target)
  }

  get writer() {
    return this.#place.writer
  }

  /**
   * `html` is a Turbo Stream that replaces the whole message, with nothing in its content yet; `content` is what
   * an earlier writer left of it.
   */
  async begin(html: string, content = "") {
    this.#opening = html
    this.#content = content
    this.#markdown.push(content)
    const whole = content === "" ? html : this.#whole
    await this.#base("snapshot", whole, content).catch((error) => this.#failed(error))
  }

  /** Takes the whole text so far. Nothing is shown of a message that was never begun. */
  update(content: string) {
    if (this.#opening === "" || this.#stopped.signal.aborted) return

    this.#content = content
    this.#running ??= this.#run()
  }

  /** `html` is a Turbo Stream that replaces the whole message; it supersedes what was not sent yet. */
  async finish(html: string) {
    this.#stopped.abort()
    await this.#running
    await this.#end(html, FINISH_RETRIES)
  }

  async #run() {
    while (this.#shown !== this.#content && !this.#stopped.signal.aborted) {
      const rest = await this.#flush()
      await pause(rest, undefined, { signal: this.#stopped.signal }).catch(() => {})
    }

    this.#running = undefined
  }

  async #flush() {
    try {
      const content = this.#content
      const start = performance.now()
      const elements = this.#markdown.push(content)
      const cost = performance.now() - start

      this.#isOwed ||= elements.length > 0
      if (this.#isOwed) await this.#send(elements.join(""), content)
      this.#shown = content

      return Math.max(SCREEN_REFRESH, REST * cost)
    } catch (error) {
      this.#failed(error)
      return RETRY
    }
  }

  async #send(growth: string, content: string) {
    if (this.#isBased) {
      const text = wholeCharacters(content)
      await this.#append("delta", growth, text.slice(this.#told))
      this.#told = text.length
      this.#deltasLength += growth.length
    }

    const whole = this.#whole

    if (!this.#isBased) {
      await this.#base("snapshot", whole, content)
    } else if (this.#deltasLength > whole.length) {
      await this.#base("keyframe", whole, content)
    }

    this.#isOwed = false
  }

  async #base(kind: "snapshot" | "keyframe", whole: string, content: string) {
    const text = wholeCharacters(content)
    await this.#append(kind, whole, text)
    this.#told = text.length
    this.#isBased = true
    this.#deltasLength = 0
  }

  get #whole() {
    return this.#opening + this.#markdown.snapshot()
  }

  async #end(html: string, [retry, ...retries]: number[]): Promise<void> {
    try {
      await this.#append("final", html, "")
    } catch (error) {
      if (error instanceof Superseded) {
        this.#failed(error)
      } else if (retry === undefined) {
        logger.error("The end of a message could not be broadcast", { message: this.#place.message, error })
      } else {
        await pause(retry)
        await this.#end(html, retries)
      }
    }
  }

  #append(kind: ContentFrame["kind"], html: string, text: string) {
    const { stream, message, writer } = this.#place
    return this.#log.append(stream, { kind, message, writer, html, text })
  }

  /** Who was superseded never touches the page again; everybody else makes up for it with a snapshot. */
  #failed(error: unknown) {
    const { message, writer } = this.#place
    this.#isBased = false

    if (error instanceof Superseded) {
      this.#stopped.abort()
      logger.info("A message is written by somebody else by now", { message, writer })
    } else {
      logger.warn("A message could not be broadcast, trying again", { message, error })
    }
  }
}

// Half a surrogate pair would reach Redis as another character; it waits for its other half.
function wholeCharacters(text: string) {
  return text.replace(/[\uD800-\uDBFF]$/, "")
}
