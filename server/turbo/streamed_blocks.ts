import { StreamedBlock } from "./streamed_block.ts"
import { turboStream } from "./turbo_stream.ts"

/** The blocks of one message on the page: those that are closed, as HTML, and those that are still open. */
export class StreamedBlocks {
  readonly #target: string
  readonly #prefix: string
  #ids = 0
  #closed = ""
  #open: StreamedBlock[] = []

  /** Ids of what is open begin with `prefix`. */
  constructor(target: string, prefix: string) {
    this.#target = target
    this.#prefix = prefix
  }

  get open(): readonly StreamedBlock[] {
    return this.#open
  }

  get html() {
    return this.#closed + this.#open.map((block) => block.html).join("")
  }

  /** Returns the Turbo Streams that make the open blocks these. */
  show(blocks: string[]) {
    const changes = blocks.flatMap((html, index) => this.#open[index]?.become(html) ?? this.append(html))
    const removed = this.#open.splice(blocks.length)
    return [...changes, ...removed.map(({ id }) => turboStream("remove", { target: id }))]
  }

  append(html: string) {
    const block = new StreamedBlock(html, () => this.#newId())
    this.#open.push(block)
    return turboStream("append", { target: this.#target, html: block.html })
  }

  /** So many of them, the first ones, will not change any longer. */
  close(count: number) {
    for (const { html } of this.#open.splice(0, count)) this.#closed += html
  }

  #newId() {
    this.#ids += 1
    return this.#prefix + this.#ids.toString(36)
  }
}
