const LABEL = String.raw`\[\^([^\s\[\]]{1,100})\]`
const START = new RegExp(`^ {0,3}${LABEL}:[ \\t]*`)
/** A line that is no more of a paragraph above it. */
const BLOCK = /^ {0,3}(?:#{1,6}(?:\s|$)|>|[-*+] |\d{1,9}[.)] |`{3}|~{3}|(?:[-*_] *){3,}$)/
const INDENTED = /^(?: {2,}|\t)/

/** `[^label]` in a text. */
export const FOOTNOTE_REFERENCE = new RegExp(`^${LABEL}`)

/** Interrupts a paragraph. */
export const FOOTNOTE_START = String.raw` {0,3}\[\^[^\s\[\]]{1,100}\]:`

/** `[^label]: text` and the lines that belong to it: more of its paragraph, and what is indented below. */
export function readFootnote(source: string) {
  const [start, label] = START.exec(source) ?? []
  if (start === undefined || label === undefined) return undefined

  let end = lineEnd(source, 0)
  let isBehindBlank = false
  for (let at = end; at < source.length; at = lineEnd(source, at)) {
    const line = source.slice(at, lineEnd(source, at)).trimEnd()
    const isBlank = line === ""

    if (!isBlank && !INDENTED.test(line) && (isBehindBlank || START.test(line) || BLOCK.test(line))) break
    if (!isBlank) end = lineEnd(source, at)
    isBehindBlank = isBlank
  }

  const raw = source.slice(0, end)
  return { raw, label, text: raw.slice(start.length).replace(/\n(?: {1,4}|\t)/g, "\n") }
}

function lineEnd(source: string, at: number) {
  const newline = source.indexOf("\n", at)
  return newline === -1 ? source.length : newline + 1
}
