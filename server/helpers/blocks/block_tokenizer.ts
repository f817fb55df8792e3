import { type Token, Tokenizer, type Tokens } from "marked"
import { HEADING_START, HEADING_TEXT, HEADING_UNDERLINE, TABLE_HEAD } from "./block_rules.ts"
import { DEEPEST } from "./deepest.ts"
import { listBlock } from "./list_block.ts"
import { type ReadItems, readItems } from "./list_items.ts"
import { QuoteBlock } from "./quote_block.ts"

/** How often each character of a list or a quote may be read, for all that is nested in it. */
const MOST_READINGS = 12
/** Characters of which the lines of quotes that end again and again may take as many looks in vain. */
const MOST_UNUSED = 2_000_000
/** Cells that a table may have beyond one for each of its characters: short rows are filled up to its width. */
const SPARE_CELLS = 100

/**
 * Where, counted from the end of a text, the next heading with an underline or the next table may begin; characters
 * that were looked at as one quote with those before, and then were none; whether a list in which the text ends is
 * only found.
 */
type Run = { heading: number; table: number; unused: number; leavesList: boolean }

/** Reads blocks at linear cost: what marked would find out again for each line is found out once. */
export class BlockTokenizer extends Tokenizer<string, string> {
  #run: Run = newRun()
  #leavesList = false
  #items: { source: string; read: ReadItems } | undefined
  #depth = 0
  #readable = 0

  /** Reads a text from its beginning. */
  inNewRun(read: () => void) {
    const outer = this.#run
    this.#run = newRun(this.#leavesList)
    this.#leavesList = false
    read()
    this.#run = outer
  }

  /** Whether what is inside a list or a quote can be read without taking too long. */
  affords(source: string) {
    const affords = this.#depth === 0 || source.length <= this.#readable
    if (affords) this.#readable -= source.length
    return affords
  }

  override blockquote(source: string): Tokens.Blockquote | undefined {
    const length = this.#run.unused > MOST_UNUSED ? 0 : this.quoteLength(source)
    const quote =
      length > 0 ? this.#nested(length, () => new QuoteBlock(source.slice(0, length), this).token) : undefined
    this.#run.unused += length - (quote?.raw.length ?? 0)
    return quote
  }

  override list(source: string): Tokens.List | undefined {
    // In an item, only some lists end the words before them.
    const interrupts =
      this.lexer.state.lastToken?.type !== "text" || this.rules.other.listInterruptsParagraph.test(source)
    return interrupts ? this.listFrom(source, this.#run.leavesList) : undefined
  }

  /** Reads on with more of a quote. A list at the end that other lines may go on with is found, but not read. */
  readUpToList(text: string, tokens: Token[]) {
    this.#leavesList = true
    this.lexer.blockTokens(text, tokens, true)
    this.#leavesList = false
  }

  listFrom(source: string, isLeft = false): Tokens.List | undefined {
    const read = this.rules.block.list.test(source) ? this.#itemsOf(source) : undefined

    if (isLeft && read?.length === source.length && /\S$/.test(source) && this.#depth < DEEPEST) {
      return { type: "list", raw: source, ordered: false, start: "", loose: false, items: [] }
    } else if (read && read.items.length > 0) {
      return this.#nested(read.length, () => listBlock(source, read, this.lexer, this.rules))
    } else {
      return undefined
    }
  }

  quoteLength(source: string) {
    return this.rules.block.blockquote.exec(source)?.[0].length ?? 0
  }

  listLength(source: string) {
    return this.#itemsOf(source).length
  }

  #itemsOf(source: string) {
    if (this.#items?.source !== source) this.#items = { source, read: readItems(source, this.rules) }
    return this.#items.read
  }

  override table(source: string): Tokens.Table | undefined {
    const columns = source.length > this.#run.table ? 0 : this.#columns(source)
    const [table = ""] = columns > 0 ? (this.rules.block.table.exec(source) ?? []) : []

    if (columns * table.split("\n").length > table.length + SPARE_CELLS) {
      this.#run.table = source.length - table.length
      return undefined
    } else {
      return columns > 0 ? super.table(table) : undefined
    }
  }

  override lheading(source: string): Tokens.Heading | undefined {
    if (source.length > this.#run.heading || !HEADING_START.test(source)) return undefined

    const [text = ""] = HEADING_TEXT.exec(source) ?? []
    if (HEADING_UNDERLINE.test(source.slice(text.length))) {
      return super.lheading(source)
    } else {
      this.#run.heading = source.length - text.length
      return undefined
    }
  }

  #columns(source: string) {
    const [head = ""] = TABLE_HEAD.exec(source) ?? []
    const queued = this.lexer.inlineQueue.length
    const table = super.table(head)
    this.lexer.inlineQueue.length = queued
    return table?.header.length ?? 0
  }

  #nested<Result>(length: number, read: () => Result) {
    return this.nested(() => {
      if (this.#depth === 1) this.#readable = MOST_READINGS * length
      return read()
    })
  }

  /** Undefined where it would be too deep. */
  protected nested<Result>(read: () => Result) {
    if (this.#depth === DEEPEST) {
      return undefined
    } else {
      this.#depth += 1
      try {
        return read()
      } finally {
        this.#depth -= 1
      }
    }
  }
}

function newRun(leavesList = false): Run {
  return { heading: Infinity, table: Infinity, unused: 0, leavesList }
}
