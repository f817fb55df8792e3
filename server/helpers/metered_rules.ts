import type { Tokenizer } from "marked"
import { Effort } from "./effort.ts"

type InlineRules = Tokenizer["rules"]["inline"]

/** Characters, of which one may be escaped. */
const LONGEST_LABEL = 999

/** Reading is not interrupted, so that all that is read can share one. */
export const effort = new Effort()

const METERED = ["emStrongRDelimAst", "emStrongRDelimUnd", "delRDelim", "code", "tag", "_backpedal"] as const

/** The rules that hostile text makes look at all of it again and again, counting what they look at. */
export function meteredRules(rules: InlineRules): InlineRules {
  const metered = METERED.map((name) => [name, new MeteredRule(rules[name])])
  const anyPunctuationOutsideCode = new MeteredMask(rules.anyPunctuationOutsideCode) as unknown as RegExp
  const reflinkSearch = new MeteredSearch(rules.reflinkSearch) as unknown as RegExp
  return { ...rules, ...Object.fromEntries(metered), anyPunctuationOutsideCode, reflinkSearch }
}

/** The same where no link is defined that text may refer to. */
export function withoutReferences(rules: InlineRules): InlineRules {
  return { ...rules, reflinkSearch: /(?!)/g }
}

class MeteredRule {
  readonly #rule: RegExp

  constructor(rule: RegExp) {
    this.#rule = rule
  }

  get lastIndex() {
    return this.#rule.lastIndex
  }

  set lastIndex(index: number) {
    this.#rule.lastIndex = index
  }

  exec(text: string) {
    const start = this.#rule.lastIndex
    const match = this.#rule.exec(text)
    effort.spend((match ? match.index + match[0].length : text.length) - start)
    return match
  }
}

type Mask = (match: string, code: string | undefined, punctuation: string | undefined) => string

class MeteredMask {
  readonly #rule: RegExp

  constructor(rule: RegExp) {
    this.#rule = rule
  }

  // Match by match: backticks that close nowhere are looked for in all that follows.
  [Symbol.replace](text: string, mask: Mask) {
    if (!/[`\\$]/.test(text)) return text

    let masked = ""
    let end = 0

    for (const match of text.matchAll(this.#rule)) {
      const [found, code, punctuation] = match
      if (code === undefined && punctuation === undefined) effort.spend(text.length - match.index)
      masked += text.slice(end, match.index) + mask(found, code, punctuation)
      end = match.index + found.length
    }
    return masked + text.slice(end)
  }
}

type Replacement = (match: string) => string

class MeteredSearch {
  readonly #rule: RegExp

  constructor(rule: RegExp) {
    this.#rule = rule
  }

  [Symbol.replace](text: string, replacement: Replacement) {
    this.#spend(text)
    return text.replace(this.#rule, replacement)
  }

  [Symbol.matchAll](text: string) {
    this.#spend(text)
    return text.matchAll(this.#rule)
  }

  // From each bracket, a label goes on over all that are escaped.
  #spend(text: string) {
    const escaped = text.split("\\[").length - 1
    effort.spend(Math.min(escaped, LONGEST_LABEL) * escaped)
  }
}
