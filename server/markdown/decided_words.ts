/** What may become the definition of a link: nothing of it shows then. */
const DEFINITION = /^\s*\[(?:\\[\s\S]|[^[\]\\])+\]:(?!\s*(?:<[^<>\n]*>|[^<\s]\S*)[ \t]+[^\s"'(])/
const HALF_TITLE = /^\s*["'(]/
/** A box to be ticked, of which only brackets are there. */
const BOX = /^\[[ xX]\]\s*$/
/** A line with a bar may begin a table; the line below it tells. */
const HEAD = /\|[^\n]*(?:\n[|:\- \t]*)?$/

/** The text of an open paragraph, or of an item, up to where it may become something else by its lines. */
export function decidedWords(text: string, { isBelowDefinition = false } = {}) {
  if (DEFINITION.test(text) || BOX.test(text) || (isBelowDefinition && HALF_TITLE.test(text))) {
    return ""
  } else {
    return text.replace(HEAD, "")
  }
}
