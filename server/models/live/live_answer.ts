import { MarkdownTokenizer } from "../../helpers/markdown_tokenizer.ts"
import { performance } from "node:perf_hooks"
import { setTimeout as pause } from "node:timers/promises"
import { Message } from "../../ai_engine/index.ts"
import { logger } from "../../lib/logger.ts"
import { AppendOnlyAnswer } from "../../markdown/append_only_answer.ts"
import type { Reading } from "../../markdown/append_only_markdown.ts"
import { domId } from "../../turbo/dom_id.ts"
import { OpenMarkdownLexer } from "../../turbo/open_markdown_lexer.ts"
import { LoggedWords } from "./logged_words.ts"

/** Milliseconds from one look at the log to the next, where something comes, and where nothing does. */
const REFRESH = 50
const QUIET = 1000
/** Rendering takes a fifth of a core at most. */
const RENDERING = 5

/**
 * One answer under way, for all readers of this process who have no script: its words as the log has them, and the
 * HTML of them that is only added to.
 */
export class LiveAnswer {
  html = ""
  words = ""
  /** As it ended; undefined, too, where it was deleted. */
  outcome: Message | undefined
  isOver = false
  isClosed = false
  readonly #id: number
  readonly #words: LoggedWords
  readonly #markdown: AppendOnlyAnswer
  readonly #readers = new Set<() => void>()
  #alarm = Promise.withResolvers<void>()
  #isToldNews = true
  #isFailing = false

  constructor(message: Message, stream: string) {
    this.#id = message.id
    this.#words = new LoggedWords(stream, domId(message))
    this.#markdown = new AppendOnlyAnswer({ id: domId(message) })
  }

  /** What closes the elements that are open at the end of the HTML. */
  get closing() {
    return this.isOver ? "" : this.#markdown.closing
  }

  get isRead() {
    return this.#readers.size > 0
  }

  join(wake: () => void) {
    this.#readers.add(wake)
  }

  leave(wake: () => void) {
    this.#readers.delete(wake)
    this.#alarm.resolve()
  }

  /** Resolves when it has ended, or nobody reads it any more. */
  async follow() {
    while (this.isRead && !this.isOver) {
      const start = performance.now()
      await this.#words.listen(this.#ring)
      await this.#lookOrWarn()
      await pause(Math.max(REFRESH, RENDERING * (performance.now() - start)))
      if (!this.isOver) await this.#news()
    }
    this.isClosed = true
    this.#words.leave()
  }

  /** What it is told only says that there is something: the words are read where they are kept. */
  #ring = () => {
    this.#isToldNews = true
    this.#alarm.resolve()
  }

  async #lookOrWarn() {
    try {
      await this.#look()
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) logger.warn("A live answer could not be read. It is tried again.", { error })
      this.#isFailing = true
    }
  }

  async #news() {
    const timer = setTimeout(this.#alarm.resolve, QUIET)
    await this.#alarm.promise
    clearTimeout(timer)
    this.#alarm = Promise.withResolvers()
  }

  async #look() {
    const isToldNews = this.#isToldNews
    this.#isToldNews = false
    const words = isToldNews ? await this.#words.read() : undefined

    if (words === undefined) {
      await this.#lookAtRow()
    } else {
      this.#take(words)
    }
  }

  async #lookAtRow() {
    const [message] = await Message.withIds([this.#id])
    const run = await message?.run()

    if (message) this.#take(message.content)
    if (run?.finished !== false) this.#end(message, { isWhole: run?.status === "completed" })
  }

  #take(words: string) {
    if (words.length > this.words.length && words.startsWith(this.words)) {
      const added = words.slice(this.words.length)
      this.words = words
      this.html += this.#markdown.push(added)
      this.#tell()
    }
  }

  #end(message: Message | undefined, { isWhole = false }) {
    this.html += isWhole ? this.#markdown.end() : this.#markdown.end(asCut)
    this.outcome = message
    this.isOver = true
    this.#tell()
  }

  #tell() {
    for (const wake of this.#readers) wake()
  }
}

/** An answer that is not whole is shown as on the thread's page. */
const asCut: Reading = (before) =>
  new OpenMarkdownLexer(before, { isCut: true, tokenizer: new MarkdownTokenizer() })
