import { setTimeout as pause } from "node:timers/promises"
import { type CableLog, Superseded } from "../cable/cable_log.ts"
import { logger } from "../lib/logger.ts"
import { MarkdownStream } from "./markdown_stream.ts"
import { MessageFrames, type MessagePlace } from "./message_frames.ts"
import { Pace } from "./pace.ts"
import { Rest } from "./rest.ts"

/** Milliseconds. */
const RETRY = 1000
const FINISH_RETRIES = [100, 300, 900]

const pace = new Pace()

/** Shows one message while it is being written, as fast as screens, the log and its share of the processor allow. */
export class MessageStream {
  readonly #place: MessagePlace
  readonly #frames: MessageFrames
  readonly #markdown: MarkdownStream
  readonly #rest = new Rest()
  #opening = ""
  #content = ""
  #shown = ""
  #running: Promise<void> | undefined
  #isOwed = false

  constructor(log: CableLog, place: MessagePlace) {
    this.#place = place
    this.#frames = new MessageFrames(log, place)
    this.#markdown = new MarkdownStream(place.target)
  }

  get writer() {
    return this.#place.writer
  }

  /** `html` is a Turbo Stream that replaces the whole message, `content` what an earlier writer left of it. */
  async begin(html: string, content = "") {
    this.#opening = html
    this.#markdown.push(content)

    const whole = content === "" ? html : this.#whole
    await this.#frames.begin(whole, content).catch((error) => this.#failed(error))
  }

  /** Takes the whole text so far. Nothing is shown of a message that was never begun. */
  update(content: string) {
    if (this.#opening === "" || this.#rest.isOver) return

    this.#content = content
    this.#running ??= this.#run()
  }

  /** `html` is a Turbo Stream that replaces the whole message; it supersedes what was not sent yet. */
  async finish(html: string) {
    this.#rest.end()
    await this.#running
    await this.#end(html, FINISH_RETRIES)
  }

  async #run() {
    while (this.#shown !== this.#content && !this.#rest.isOver) {
      await (this.#rest.pause ?? this.#flush())
    }

    this.#running = undefined
  }

  async #flush() {
    try {
      const content = this.#content
      const start = performance.now()
      const elements = this.#markdown.push(content)
      const rendering = performance.now() - start

      this.#isOwed ||= elements.length > 0
      const growth = this.#isOwed && this.#frames.grow(elements.join(""), () => this.#whole, content)
      const showing = performance.now() - start

      // It rests while the log takes the frame: the next word shall not wait for both.
      this.#rest.begin(pace.rest(this, { rendering, showing }))
      await growth
      this.#isOwed = false
      this.#shown = content
    } catch (error) {
      this.#failed(error)
      this.#rest.begin(RETRY)
    }
  }

  get #whole() {
    return this.#opening + this.#markdown.snapshot()
  }

  async #end(html: string, [retry, ...retries]: number[]): Promise<void> {
    try {
      await this.#frames.end(html)
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

  /** Who was superseded never touches the page again; everybody else makes up for it with a snapshot. */
  #failed(error: unknown) {
    const { message, writer } = this.#place

    if (error instanceof Superseded) {
      this.#rest.end()
      logger.info("A message is written by somebody else by now", { message, writer })
    } else {
      logger.warn("A message could not be broadcast, trying again", { message, error })
    }
  }
}
