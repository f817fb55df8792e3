import { cleanText } from "../helpers/markdown.ts"
import { endsInHalfACharacter } from "../lib/half_character.ts"

/** What reading a block anew may cost at once, because what was left out of it changed. */
const MOST_AT_ONCE = 100_000
/** What one character costs, and one tag that is made of them. */
const CHARACTER = 0.5
const TAG = 8

/** Markdown that is still open; what is settled may be left out of what is read of it. */
export class MarkdownTail {
  #read = ""
  #source = ""
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
  }

  leaveOut(text: string) {
    this.#read = text
  }

  /** From now on all of it is read, of which `html` was made; false where that would take too long. */
  readWhole(html: string) {
    const cost = CHARACTER * this.#source.length + TAG * html.split("<").length
    const isShort = cost <= MOST_AT_ONCE
    if (isShort) this.#read = this.#source
    return isShort
  }
}
