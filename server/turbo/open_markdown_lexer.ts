import type { Links, Token, Tokens } from "marked"
import { plainCode } from "../helpers/highlighted_code.ts"
import { inlinePieces } from "../helpers/inline_pieces.ts"
import { Footnotes } from "../helpers/footnotes.ts"
import { type InlineRun, MarkdownLexer } from "../helpers/markdown_lexer.ts"
import type { MarkdownTokenizer } from "../helpers/markdown_tokenizer.ts"
import type { Outline } from "../helpers/outline.ts"
import { healCutMarkdown, healMarkdown } from "./heal_markdown.ts"
import { lastLeaf } from "../markdown/last_leaf.ts"
import { OpenMarkdownTokenizer } from "./open_markdown_tokenizer.ts"

const MARKERS = /^[-*+>#=|`~_:\s]*$/
const MARKERS_ONLY = /^(?:[-*+>#=|`~_:\s]|\d+[.)]?(?=\s|$))*$/
const FENCE_BEGINNING = /^(?:[-*+>\s]|\d+[.)]\s)*(?:`{3}|~{3})/
const DEFINITION = /^[\s>]*\[[^\]]+\]:/
const HALF_DEFINITION = /^[\s>]*\[(?!\^)[^\]]+\]:\s*\S*(?:\s+["'(].*)?$/
const CLOSED_FENCE = /^ {0,3}(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n(?:.*\n)? {0,3}\1[`~]* *\n*$/s

/** Characters in which open markers are looked for. */
const LONGEST = 4000

type Before = { links?: Links; outline?: Outline; footnotes?: Footnotes }

/**
 * Lexes text of which more is to come into what can be shown by now. Of one that is cut off there, markers that have
 * come to nothing stay hidden, but the words that waited with them are shown as they are written.
 */
export class OpenMarkdownLexer extends MarkdownLexer {
  readonly #isCut: boolean
  readonly #defined: string[] = []
  #source = ""

  constructor(
    { links, ...before }: Before = {},
    { isCut = false, tokenizer = new OpenMarkdownTokenizer() as MarkdownTokenizer } = {},
  ) {
    super({
      footnotes: new Footnotes({ isOpen: true, isListed: isCut }),
      ...before,
      tokenizer,
    })
    if (links) this.tokens.links = links
    this.#isCut = isCut
  }

  override lex(source: string) {
    this.#source = this.#isCut ? withLastLineDecided(source) : withoutUndecidedLine(source)
    const tokens = super.lex(this.#source)
    for (const tag of this.#defined) delete this.tokens.links[tag]
    return tokens
  }

  // There may be very many before it: they are not copied each time, but what is not closed is forgotten again.
  protected override define(definition: Tokens.Def) {
    if (!this.tokens.links[definition.tag]) this.#defined.push(definition.tag)
    super.define(definition)
  }

  protected override prepare(runs: InlineRun[]) {
    const run = runs.at(-1)
    const last = lastLeaf(this.tokens)
    const leaf = last?.type === "footnote_definition" ? lastLeaf(last.tokens) : last

    if (leaf?.type === "code") {
      leavePlain(leaf as Tokens.Code)
    } else if (leaf?.type === "table") {
      if (!this.#source.endsWith("\n") && !this.#isCut) leaf.rows.pop()
    } else if (run && leaf && "tokens" in leaf && leaf.tokens === run.tokens && this.#isOpen(leaf)) {
      run.src = healed(run.src, this.#isCut)
    }
  }

  #isOpen(leaf: Token) {
    return !this.#source.endsWith(leaf.type === "heading" ? "\n" : "\n\n")
  }
}

// Colours come when all of it is there: until then each character could change those before it.
function leavePlain(code: Tokens.Code) {
  if (!CLOSED_FENCE.test(code.raw)) {
    code.text = plainCode(code.text.replace(/\n$/, ""))
    code.escaped = true
  }
}

function healed(source: string, isCut: boolean) {
  const pieces = inlinePieces(source)
  const open = pieces.pop() ?? ""
  const heal = isCut ? healCutMarkdown : healMarkdown
  return pieces.join("") + (open.length <= LONGEST ? heal(open) : open)
}

// A last line of markers may yet become a list, a heading, a rule, bold text; what stands behind a fence names its language.
function withoutUndecidedLine(source: string) {
  const start = source.lastIndexOf("\n") + 1
  return isUndecided(source.slice(start)) ? source.slice(0, start) : source
}

function withLastLineDecided(source: string) {
  const start = source.lastIndexOf("\n") + 1
  const line = source.slice(start)
  const before = source.slice(0, start)
  const isMarker = [MARKERS, FENCE_BEGINNING, HALF_DEFINITION].some((pattern) => pattern.test(line))
  return isMarker || (isUndecided(line) && isNextItem(line, before)) ? before : source
}

function isNextItem(line: string, before: string) {
  const [, number, rest] = /^[\s>]*(\d+)(.*)$/.exec(line) ?? []
  const isFirst = number === "1" && rest !== ""
  return isFirst || new RegExp(`^[\\s>]*${Number(number) - 1}[.)]\\s`, "m").test(before)
}

function isUndecided(line: string) {
  return MARKERS_ONLY.test(line) || FENCE_BEGINNING.test(line) || DEFINITION.test(line)
}
