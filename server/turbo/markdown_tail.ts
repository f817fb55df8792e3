/** Markdown that is still open; what is settled may be left out of what is read of it. */
export class MarkdownTail {
  #read = ""
  #source = ""

  get text() {
    return this.#read
  }

  append(text: string) {
    this.#read += text
    this.#source += text
  }

  /** `length` characters of what is read, and what was left out, are closed. */
  drop(length: number) {
    this.#source = this.#source.slice(length + this.#source.length - this.#read.length)
    this.#read = this.#read.slice(length)
  }

  leaveOut(text: string) {
    this.#read = text
  }

  readWhole() {
    this.#read = this.#source
  }
}
