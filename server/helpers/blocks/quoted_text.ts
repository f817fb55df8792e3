import type { Tokenizer } from "marked"
import { expandTabs } from "./expand_tabs.ts"

/** What stands behind the marks of a quote's lines. */
export function quotedText(lines: string, { other }: Tokenizer["rules"]) {
  return lines
    .replace(other.blockquoteMarkerWhitespace, (_, mark: string, space: string) => {
      return mark + expandTabs(space, mark.length)
    })
    .replace(other.blockquoteSetextReplace, "\n    $1")
    .replace(other.blockquoteSetextReplace2, "")
}

/** The same where it is a quote inside a quote that goes on. */
export function innerLines(lines: string, { other }: Tokenizer["rules"]) {
  return lines.replace(other.blockquoteSetextReplace2, "")
}
