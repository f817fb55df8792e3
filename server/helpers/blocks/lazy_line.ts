import type { Tokenizer } from "marked"
import { DEEPEST } from "./deepest.ts"

type Rules = Tokenizer["rules"]

const LETTER = /^\p{L}/u

/** The line of an item above one that is not indented enough; `isFirst` where it is the item's first one. */
type LineAbove = {
  line: string
  isBlank: boolean
  isLazy: boolean
  isFirst: boolean
  indent: number
  rules: Rules
}

/** Whether a line that is not indented as an item's should be goes on with the paragraph above it, as marked has it. */
export function continuesLazily({ line, isBlank, isLazy, isFirst, indent, rules }: LineAbove) {
  if (LETTER.test(line)) return true

  const { block, other } = rules
  const above = isFirst && !line.includes("\t") ? withoutMarkers(line, indent, rules) : line

  if (isBlank || (isFirst && !line.includes("\t") && above.trim() === "")) return false
  if (above.replace(other.tabCharGlobal, "    ").search(other.nonSpaceChar) >= 4) return false
  if (startsOf(indent, other).some((rule) => rule.test(above))) return false
  if (isLazy) return true

  const inner = line.replace(other.nestedContainerMarkers, "")
  return ![block.fences, block.heading, block.hr].some((rule) => rule.test(inner))
}

function startsOf(indent: number, other: Rules["other"]) {
  return [other.fencesBeginRegex, other.headingBeginRegex, other.htmlBeginRegex, other.hrRegex].map((rule) =>
    rule(indent),
  )
}

// The first line of an item may open lists and quotes inside it.
function withoutMarkers(line: string, indent: number, { other }: Rules) {
  let rest = line

  for (let depth = 0; depth < DEEPEST && !other.hrRegex(indent).test(rest); depth += 1) {
    const marker = other.nestedBlockMarker.exec(rest)
    if (!marker) break
    rest = rest.slice(marker[0].length)
  }
  return rest
}
