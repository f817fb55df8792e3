import { cleanText } from "../helpers/markdown.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"

/** How often each character of a block may be read anew because what was left out of it changed. */
const MOST_READINGS = 8
/** Characters of a block that are never too many for that. */
const SHORT = 100_000

/** Markdown that is still open; what is settled may be left out of what is read of it. */
export class MarkdownTail {
  #read = ""
  #source = ""
  #readAgain = 0
  #half = ""

  get text() {
    return this.#read
  }

  /** Returns what was added: half a line end or half a surrogate pair waits for its other half. */
  append(text: string) {
    const all = this.#half + text
    const end = all.length - (all.endsWith("\r") || endsInHalfACharacter(all) ? 1 : 0)
    const added = cleanText(all.slice(0, end))
    this.#half = all.slice(end)
    this.#read += added
    this.#source += added
    return added
  }

  /** `length` characters of what is read, and what was left out, are closed. */
  drop(length: number) {
    this.#source = this.#source.slice(length + this.#source.length - this.#read.length)
    this.#read = this.#read.slice(length)
    this.#readAgain = 0
  }

  leaveOut(text: string) {
    this.#read = text
  }

  get isReadTooOften() {
    return this.#readAgain > MOST_READINGS * Math.max(this.#source.length, SHORT)
  }

  readWhole() {
    this.#read = this.#source
    this.#readAgain += this.#source.length
  }
}
