import { thoughtHtml } from "../helpers/thought_html.ts"
import { HALF_TAG, mayOpenThought, openedThought } from "../lib/thinking.ts"
import { UnopenedThought } from "../lib/unopened_thought.ts"
import { idPrefix } from "./id_prefix.ts"
import { MarkdownStream } from "./markdown_stream.ts"
import { turboStream } from "./turbo_stream.ts"

/** Where it is whole, it has no id. */
type Thought = { id?: string; stream: MarkdownStream; isShown: boolean }

/** Renders an answer that grows: what the model thinks first is folded, each thought a Markdown of its own. */
export class AnswerStream {
  readonly #target: string
  readonly #unopened = new UnopenedThought()
  readonly #thoughts: Thought[] = []
  #answer: MarkdownStream
  #waiting = ""
  /** What ends the thought that is open. */
  #closing: RegExp | undefined
  #isAnswering = false

  constructor(target: string) {
    this.#target = target
    this.#answer = new MarkdownStream(target)
  }

  /** Takes what is new and returns what brings the page from the last push to here. */
  push(text: string): string[] {
    if (this.#isAnswering) return this.#say(text)

    this.#waiting += text
    return this.#closing === undefined ? this.#begin() : this.#think(this.#closing)
  }

  /** Brings any page to where the last push led. */
  snapshot() {
    const shown = this.#thoughts.filter(({ isShown }) => isShown)
    const thoughts = shown.map(({ id, stream }) => thoughtHtml(stream.html, id))
    return turboStream("update", { target: this.#target, html: thoughts.join("") + this.#answer.html })
  }

  #begin(): string[] {
    const opening = openedThought(this.#waiting, this.#thoughts.length)

    if (opening) {
      const prefix = idPrefix(this.#target) + "T".repeat(this.#thoughts.length + 1)
      const id = `${prefix}0`
      this.#thoughts.push({ id, stream: new MarkdownStream(id, prefix), isShown: false })
      this.#closing = opening.closing
      this.#waiting = this.#waiting.slice(opening.length)
      return this.#think(opening.closing)
    } else if (mayOpenThought(this.#waiting)) {
      return []
    } else {
      this.#isAnswering = true
      return this.#say(this.#waiting)
    }
  }

  // What has been shown may turn out to be a thought, which a template opened.
  #say(text: string): string[] {
    const isOpened = this.#thoughts.length > 0
    const { shown, behind } = isOpened ? { shown: text } : this.#unopened.push(text)

    if (behind === undefined) {
      return shown === "" ? [] : this.#answer.push(shown)
    } else {
      this.#answer.push(`${shown}\n\n`)
      this.#answer.flush()
      this.#thoughts.push({ stream: this.#answer, isShown: this.#answer.html.trim() !== "" })
      this.#answer = new MarkdownStream(this.#target, `${idPrefix(this.#target)}A`)
      this.#isAnswering = false
      this.#waiting = behind
      return [this.snapshot(), ...this.#begin()]
    }
  }

  #think(closing: RegExp): string[] {
    const end = closing.exec(this.#waiting)

    if (end === null) {
      const shown = this.#waiting.replace(HALF_TAG, "")
      const thought = this.#thoughts.at(-1)
      const isWaiting = shown.trim() === "" && !thought?.isShown
      if (!isWaiting) this.#waiting = this.#waiting.slice(shown.length)
      return isWaiting ? [] : this.#show(shown)
    } else {
      const text = this.#waiting.slice(0, end.index)
      this.#closing = undefined
      this.#waiting = this.#waiting.slice(end.index + end[0].length)
      return [
        ...this.#show(`${text}\n\n`),
        ...(this.#thoughts.at(-1)?.stream.flush() ?? []),
        ...this.#begin(),
      ]
    }
  }

  #show(text: string): string[] {
    const thought = this.#thoughts.at(-1)

    if (!thought || (!thought.isShown && text.trim() === "")) {
      return []
    } else if (thought.isShown) {
      return thought.stream.push(text)
    } else {
      thought.isShown = true
      const opening = turboStream("append", { target: this.#target, html: thoughtHtml("", thought.id) })
      return [opening, ...thought.stream.push(text.trimStart())]
    }
  }
}
