import { thoughtHtml } from "../helpers/thought_html.ts"
import { HALF_TAG, mayOpenThought, openedThought } from "../lib/thinking.ts"
import { UnopenedThought } from "../lib/unopened_thought.ts"
import { AppendOnlyMarkdown, type Reading } from "./append_only_markdown.ts"

const [BEFORE_THOUGHT = "", BEHIND_THOUGHT = ""] = thoughtHtml("\0").split("\0")

type Options = { id?: string }

/**
 * Renders an answer that grows, as HTML that is only added to: what the model thinks first is folded, unless nothing
 * says so before its end.
 */
export class AppendOnlyAnswer {
  readonly #id: string
  readonly #unopened = new UnopenedThought()
  #answer: AppendOnlyMarkdown
  #thought: AppendOnlyMarkdown | undefined
  #thoughts = 0
  #isShown = false
  #waiting = ""
  /** What ends the thought that is open. */
  #end: RegExp | undefined
  #isAnswering = false

  /** `id` is the message's on its page. */
  constructor({ id = "" }: Options = {}) {
    this.#id = id
    this.#answer = new AppendOnlyMarkdown({ id })
  }

  /** Takes what is new, and returns the HTML that can be shown for it. */
  push(text: string): string {
    if (this.#isAnswering) return this.#say(text)

    this.#waiting += text
    return this.#end === undefined ? this.#begin() : this.#think(this.#end)
  }

  /** Nothing more is to come: returns the rest, read in this way where it is not whole, and closes what is open. */
  end(reading?: Reading): string {
    if (this.#end === undefined) {
      return (
        this.#answer.push(this.#isAnswering ? this.#unopened.end().shown : this.#waiting) +
        this.#answer.end(reading)
      )
    } else {
      return this.#show(this.#waiting) + this.#close(reading)
    }
  }

  /** What would close all elements that are open by now. */
  get closing() {
    return this.#end === undefined ? this.#answer.closing : this.#thoughtClosing
  }

  get #thoughtId() {
    return this.#id && `${this.#id}-t${this.#thoughts}`
  }

  get #thoughtClosing() {
    return this.#isShown ? (this.#thought?.closing ?? "") + BEHIND_THOUGHT : ""
  }

  #begin(): string {
    const opening = openedThought(this.#waiting, this.#thoughts)

    if (opening) {
      this.#thoughts += 1
      this.#thought = new AppendOnlyMarkdown({ id: this.#thoughtId })
      this.#isShown = false
      this.#end = opening.closing
      this.#waiting = this.#waiting.slice(opening.length)
      return this.#think(opening.closing)
    } else if (mayOpenThought(this.#waiting)) {
      return ""
    } else {
      this.#isAnswering = true
      return this.#say(this.#waiting)
    }
  }

  // What is on the page can't be moved into a fold any more.
  #say(text: string): string {
    const { shown, behind } = this.#thoughts > 0 ? { shown: text } : this.#unopened.push(text)
    const html = shown === "" ? "" : this.#answer.push(shown)

    if (behind === undefined) {
      return html
    } else {
      const end = this.#answer.end()
      this.#thoughts += 1
      this.#answer = new AppendOnlyMarkdown({ id: this.#thoughtId })
      this.#isAnswering = false
      this.#waiting = behind
      return html + end + this.#begin()
    }
  }

  #think(closing: RegExp): string {
    const end = closing.exec(this.#waiting)
    const text = this.#waiting.slice(0, end?.index).replace(end ? "" : HALF_TAG, "")
    const shown = this.#show(text)

    if (end === null) {
      if (this.#isShown) this.#waiting = this.#waiting.slice(text.length)
      return shown
    } else {
      this.#waiting = this.#waiting.slice(end.index + end[0].length)
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
