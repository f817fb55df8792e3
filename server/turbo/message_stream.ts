import { setTimeout as pause } from "node:timers/promises"
import type { CableLog } from "../cable/cable_log.ts"
import { logger } from "../lib/logger.ts"
import { MarkdownStream } from "./markdown_stream.ts"

/** Milliseconds. */
const SCREEN_REFRESH = 16
const RETRY = 1000
const FINISH_RETRIES = [100, 300, 900]

/** Rendering rests four times as long as it took, so that it takes a fifth of a core at most. */
const REST = 4

/** Brings one message that is being written into the log: growth as deltas, and now and then a keyframe. */
export class MessageStream {
  readonly #log: CableLog
  readonly #stream: string
  readonly #message: string
  readonly #markdown: MarkdownStream
  readonly #finished = new AbortController()
  #opening = ""
  #content = ""
  #shown = ""
  #running: Promise<void> | undefined
  #isOwed = false
  #isBased = false
  #deltasLength = 0

  /** `message` names it in the log, `target` is the id of the element that holds its content. */
  constructor(
    log: CableLog,
    { stream, message, target }: { stream: string; message: string; target: string },
  ) {
    this.#log = log
    this.#stream = stream
    this.#message = message
    this.#markdown = new MarkdownStream(target)
  }

  /** `html` is a Turbo Stream that replaces the whole message, with nothing in its content yet. */
  async begin(html: string) {
    this.#opening = html
    await this.#append("snapshot", html).catch((error) => this.#warn(error))
  }

  /** Takes the whole text so far. */
  update(content: string) {
    if (this.#finished.signal.aborted) return

    this.#content = content
    this.#running ??= this.#run()
  }

  /** `html` is a Turbo Stream that replaces the whole message; it supersedes what was not sent yet. */
  async finish(html: string) {
    this.#finished.abort()
    await this.#running
    await this.#end(html, FINISH_RETRIES)
  }

  async #run() {
    while (this.#shown !== this.#content && !this.#finished.signal.aborted) {
      const rest = await this.#flush()
      await pause(rest, undefined, { signal: this.#finished.signal }).catch(() => {})
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
      if (this.#isOwed) await this.#send(elements.join(""))
      this.#shown = content

      return Math.max(SCREEN_REFRESH, REST * cost)
    } catch (error) {
      this.#isBased = false
      this.#warn(error)
      return RETRY
    }
  }

  async #send(growth: string) {
    if (this.#isBased) {
      await this.#append("delta", growth)
      this.#deltasLength += growth.length
    }

    const whole = this.#opening + this.#markdown.snapshot()

    if (!this.#isBased) {
      await this.#base("snapshot", whole)
    } else if (this.#deltasLength > whole.length) {
      await this.#base("keyframe", whole)
    }

    this.#isOwed = false
  }

  async #base(kind: "snapshot" | "keyframe", whole: string) {
    await this.#append(kind, whole)
    this.#isBased = true
    this.#deltasLength = 0
  }

  async #end(html: string, [retry, ...retries]: number[]): Promise<void> {
    try {
      await this.#append("final", html)
    } catch (error) {
      if (retry === undefined) {
        logger.error("The end of a message could not be broadcast", { message: this.#message, error })
      } else {
        await pause(retry)
        await this.#end(html, retries)
      }
    }
  }

  #append(kind: "delta" | "snapshot" | "keyframe" | "final", html: string) {
    return this.#log.append(this.#stream, { kind, message: this.#message, html })
  }

  #warn(error: unknown) {
    logger.warn("A message could not be broadcast, trying again", { message: this.#message, error })
  }
}
