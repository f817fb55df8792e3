import type { Token } from "marked"

/** What a reference in the text shows; it leads to its note where that is on the page. */
export type FootnoteReference = { number: number; id?: string; href?: string }

/** A note at the end of a message, and where the text refers to it. */
export type Footnote = { id: string; number: number; tokens: Token[]; references: string[] }

type Entry = { number: number; references: string[] }
type Options = { id?: string; isOpen?: boolean; isListed?: boolean; isExpected?: boolean }

/**
 * The footnotes of one message. They have numbers in the order in which the text refers to them; `id` keeps those of
 * one message apart from those of another.
 */
export class Footnotes {
  readonly #prefix: string
  readonly #isOpen: boolean
  readonly #isListed: boolean
  readonly #isExpected: boolean
  readonly #entries = new Map<string, Entry>()
  readonly #definitions = new Map<string, Token[]>()

  /**
   * While it is open, a definition may still come. Notes that are not listed are not led to, either; those that are
   * expected are led to before they are there.
   */
  constructor({ id = "", isOpen = false, isListed = true, isExpected = false }: Options = {}) {
    this.#prefix = id && `${id}-`
    this.#isOpen = isOpen
    this.#isExpected = isExpected
    this.#isListed = isListed
  }

  copy() {
    const id = this.#prefix.replace(/-$/, "")
    const [isOpen, isListed, isExpected] = [this.#isOpen, this.#isListed, this.#isExpected]
    const copy = new Footnotes({ id, isOpen, isListed, isExpected })
    for (const [key, entry] of this.#entries) {
      copy.#entries.set(key, { ...entry, references: [...entry.references] })
    }
    for (const [key, tokens] of this.#definitions) copy.#definitions.set(key, tokens)
    return copy
  }

  /** Of several definitions the first holds. */
  define(label: string, tokens: Token[]) {
    const key = label.toLowerCase()
    if (!this.#definitions.has(key)) this.#definitions.set(key, tokens)
  }

  /** Undefined where there is no such note. */
  refer(label: string, { isLinked = true } = {}): FootnoteReference | undefined {
    const key = label.toLowerCase()
    const isDefined = this.#isExpected || this.#definitions.has(key)
    if (!isDefined && !this.#isOpen) return undefined

    const { number, references } = this.#entry(key)
    if (!isDefined || !this.#isListed || !isLinked) return { number }

    const id = `${this.#prefix}noteref-${number}${references.length > 0 ? `-${references.length + 1}` : ""}`
    references.push(id)
    return { number, id, href: `#${this.#noteId(number)}` }
  }

  /** Also those that nothing refers to: what was written is not lost. */
  get list(): Footnote[] {
    const defined = this.#isListed ? [...this.#definitions] : []
    const notes = defined.map(([key, tokens]) => ({ ...this.#entry(key), tokens }))
    return notes
      .map((note) => ({ ...note, id: this.#noteId(note.number) }))
      .sort((one, other) => one.number - other.number)
  }

  #noteId(number: number) {
    return `${this.#prefix}note-${number}`
  }

  #entry(key: string) {
    const entry = this.#entries.get(key) ?? { number: this.#entries.size + 1, references: [] }
    this.#entries.set(key, entry)
    return entry
  }
}
