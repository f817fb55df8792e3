import { performance } from "node:perf_hooks"
import { setTimeout as pause } from "node:timers/promises"
import { type CableLog, LogUnavailable, MessageNotOpen, Superseded } from "../cable/cable_log.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"
import { logger } from "../lib/logger.ts"
import { AnswerStream } from "./answer_stream.ts"
import { MessageFrames, type MessagePlace } from "./message_frames.ts"
import { FrameRate } from "./frame_rate.ts"
import { FrameTimer } from "./frame_timer.ts"

/** Milliseconds. */
const RETRY = 1000
const FINISH_RETRIES = [100, 300, 900]

const frameRate = new FrameRate()

/** Shows one message while it is being written, as fast as screens, the log and its share of the processor allow. */
export class MessageStream {
  readonly #place: MessagePlace
  readonly #frames: MessageFrames
  readonly #answer: AnswerStream
  readonly #frameTimer = new FrameTimer()
  #opening = ""
  #rendered = ""
  #added = ""
  #untold = ""
  #running: Promise<void> | undefined
  #isOwed = false

  constructor(log: CableLog, place: MessagePlace) {
    this.#place = place
    this.#frames = new MessageFrames(log, place)
    this.#answer = new AnswerStream(place.target)
  }

  get writer() {
    return this.#place.writer
  }

  /** `html` is a Turbo Stream that replaces the whole message, `content` what an earlier writer left of it. */
  async begin(html: string, content = "") {
    this.#opening = html
    this.#rendered = content
    this.#answer.push(content)

    const whole = content === "" ? { html, text: "" } : this.#whole
    await this.#frames.begin(whole).catch((error) => this.#failed(error))
  }

  /**
   * Takes the whole text so far, and where the caller knows it, what was added: to look into a text that has grown by
   * pieces costs its whole length. Nothing is shown of a message that was never begun.
   */
  update(content: string, added = "") {
    if (this.#opening === "" || this.#frameTimer.isOver) return

    const known = this.#rendered.length + this.#added.length
    const news = known + added.length === content.length ? added : content.slice(known)
    this.#added += endsInHalfACharacter(news) ? news.slice(0, -1) : news
    if (this.#added !== "") this.#running ??= this.#run()
  }

  /** Shows all of a message whose end is still to come. `html` is a Turbo Stream that replaces it. */
  async hold(html: string, text: string) {
    this.#frameTimer.end()
    await this.#running
    await this.#frames.begin({ html, text }).catch((error) => this.#failed(error))
  }

  /** `html` is a Turbo Stream that replaces the whole message; it supersedes what was not sent yet. */
  async finish(html: string) {
    this.#frameTimer.end()
    await this.#running
    await this.#end(html, FINISH_RETRIES)
  }

  async #run() {
    while ((this.#added !== "" || this.#isOwed) && !this.#frameTimer.isOver) {
      await (this.#frameTimer.pause ?? this.#flush())
    }

    this.#running = undefined
  }

  async #flush() {
    try {
      const start = performance.now()
      const elements = this.#render()
      const rendering = performance.now() - start

      this.#isOwed ||= elements.length > 0
      const growth = this.#isOwed && this.#tell(elements.join(""))
      const showing = performance.now() - start

      // It rests while the log takes the frame: the next word shall not wait for both.
      this.#frameTimer.begin(start + frameRate.interval(this, { rendering, showing }))
      await growth
      this.#isOwed = false
    } catch (error) {
      this.#isOwed = true
      this.#failed(error)
      this.#frameTimer.begin(performance.now() + RETRY)
    }
  }

  #render() {
    const added = this.#added
    this.#added = ""
    this.#rendered += added
    this.#untold += added
    return this.#answer.push(added)
  }

  #tell(html: string) {
    const text = this.#untold
    this.#untold = ""
    return this.#frames.grow({ html, text }, () => this.#whole)
  }

  get #whole() {
    return { html: this.#opening + this.#answer.snapshot(), text: this.#rendered }
  }

  async #end(html: string, [retry, ...retries]: number[]): Promise<void> {
    try {
      await this.#frames.end(html)
    } catch (error) {
      if (error instanceof Superseded || retry === undefined) {
        this.#failed(error)
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
      this.#frameTimer.end()
      logger.info("A message is written by somebody else by now", { message, writer })
    } else if (!(error instanceof LogUnavailable || error instanceof MessageNotOpen)) {
      logger.warn("A message could not be broadcast, trying again", { message, error })
    }
  }
}
