import { CodeSpans } from "./code_spans.ts"
import { InlineMarker } from "./inline_marker.ts"
import { MATH } from "./math.ts"
import { OpenMarkers } from "./open_markers.ts"

/** In characters. Beyond the longest, a marker is no longer expected to find its other half. */
const SHORTEST = 250
const LONGEST = 4000

const TOKEN = new RegExp(
  [
    MATH,
    /\\.|<[!-;=?-~]*>/u, // whole: escapes, addresses
    /(?<ticks>`+)/u,
    /(?<label>\](?:\((?:[^()\n]|\([^()\n]*\))*\)|(?!\()))/u,
    /(?<opening>!?\[)/u,
    /(?<emphasis>\*+|_+|~~+)/u,
    /(?<boundary>(?<=[^\s\\] )(?=\p{L}|\d+[^\d.)])|(?<=[^\s\\>])(?=\n\p{L})|(?<=\p{Lo})(?=\p{Lo}))/u,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gsu",
)

/**
 * Inline Markdown in pieces that can be read one by one: each begins between words, where no marker is open. Where
 * one ends, nothing that comes later can tell otherwise.
 */
export function inlinePieces(source: string) {
  return source.length > SHORTEST ? cut(source) : [source]
}

/** Where the first code begins whose end may still come; Infinity where there is none. */
export function openCode(source: string) {
  for (const { index, groups } of tokens(source, new CodeSpans(source))) {
    if (groups?.ticks && source.length - index <= LONGEST) return index
  }
  return Infinity
}

function cut(source: string) {
  const pieces: string[] = []
  const code = new CodeSpans(source)
  let open = new OpenMarkers()
  let start = 0

  for (const match of tokens(source, code)) {
    const { label, ticks, opening, emphasis, boundary } = match.groups ?? {}
    const length = match.index - start

    if (label) {
      open.closeBracket()
    } else if (ticks || opening) {
      open.open(new InlineMarker(match, source))
    } else if (emphasis) {
      open.emphasise(new InlineMarker(match, source))
    } else if (boundary === "" && length >= (open.all.length === 0 ? SHORTEST : LONGEST)) {
      pieces.push(source.slice(start, match.index))
      start = match.index
      open = new OpenMarkers()
    }
  }

  return [...pieces, source.slice(start)]
}

/** Without code, and what stands in it. */
function* tokens(source: string, code: CodeSpans) {
  const token = new RegExp(TOKEN)

  for (let match = token.exec(source); match; match = token.exec(source)) {
    const { ticks } = match.groups ?? {}
    const end = ticks && code.endOf(ticks.length, token.lastIndex, LONGEST)

    if (end) {
      token.lastIndex = end
    } else {
      if (match[0] === "") token.lastIndex += (source.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1
      yield match
    }
  }
}
