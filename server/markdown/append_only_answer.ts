import { HALF_TAG, mayOpenThought, openedThought, thoughtHtml } from "../helpers/thinking.ts"
import { AppendOnlyMarkdown, type Reading } from "./append_only_markdown.ts"

const [BEFORE_THOUGHT = "", BEHIND_THOUGHT = ""] = thoughtHtml("\0").split("\0")

type Options = { id?: string }

/** Renders an answer that grows, as HTML that is only added to: what the model thinks first is folded. */
export class AppendOnlyAnswer {
  readonly #answer: AppendOnlyMarkdown
  #thought: AppendOnlyMarkdown | undefined
  #thoughts = 0
  #isShown = false
  #waiting = ""
  /** What ends the thought that is open. */
  #end: string | undefined
  #isAnswering = false

  /** `id` is the message's on its page. */
  constructor({ id = "" }: Options = {}) {
    this.#answer = new AppendOnlyMarkdown({ id })
  }

  /** Takes what is new, and returns the HTML that can be shown for it. */
  push(text: string): string {
    if (this.#isAnswering) return this.#answer.push(text)

    this.#waiting += text
    return this.#end === undefined ? this.#begin() : this.#think(this.#end)
  }

  /** Nothing more is to come: returns the rest, read in this way where it is not whole, and closes what is open. */
  end(reading?: Reading): string {
    if (this.#end === undefined) {
      return (this.#isAnswering ? "" : this.#answer.push(this.#waiting)) + this.#answer.end(reading)
    } else {
      return this.#show(this.#waiting) + this.#close(reading)
    }
  }

  /** What would close all elements that are open by now. */
  get closing() {
    return this.#end === undefined ? this.#answer.closing : this.#thoughtClosing
  }

  get #thoughtClosing() {
    return this.#isShown ? (this.#thought?.closing ?? "") + BEHIND_THOUGHT : ""
  }

  #begin(): string {
    const opening = openedThought(this.#waiting, this.#thoughts)

    if (opening) {
      this.#thoughts += 1
      this.#thought = new AppendOnlyMarkdown()
      this.#isShown = false
      this.#end = opening.closing
      this.#waiting = this.#waiting.slice(opening.length)
      return this.#think(opening.closing)
    } else if (mayOpenThought(this.#waiting)) {
      return ""
    } else {
      this.#isAnswering = true
      return this.#answer.push(this.#waiting)
    }
  }

  #think(closing: string): string {
    const end = this.#waiting.toLowerCase().indexOf(closing)
    const text = end === -1 ? this.#waiting.replace(HALF_TAG, "") : this.#waiting.slice(0, end)
    const shown = this.#show(text)

    if (end === -1) {
      if (this.#isShown) this.#waiting = this.#waiting.slice(text.length)
      return shown
    } else {
      this.#waiting = this.#waiting.slice(end + closing.length)
      const closed = this.#close()
      return shown + closed + this.#begin()
    }
  }

  // One without words is not there at all.
  #show(text: string): string {
    if (this.#isShown) return this.#thought?.push(text) ?? ""
    if (text.trim() === "") return ""

    this.#isShown = true
    return BEFORE_THOUGHT + (this.#thought?.push(text.trimStart()) ?? "")
  }

  #close(reading?: Reading): string {
    this.#end = undefined
    return this.#isShown ? (this.#thought?.end(reading) ?? "") + BEHIND_THOUGHT : ""
  }
}
