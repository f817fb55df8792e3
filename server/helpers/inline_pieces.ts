import { InlineMarker } from "./inline_marker.ts"
import { MATH } from "./math.ts"
import { OpenMarkers } from "./open_markers.ts"

/** In characters. Beyond the longest, a marker is no longer expected to find its other half. */
const SHORTEST = 250
const LONGEST = 4000

const TOKEN = new RegExp(
  [
    MATH,
    /\\.|(?<ticks>`+)(?!`).{0,4000}?[^`]\k<ticks>(?!`)|<[!-;=?-~]*>/u, // whole: escapes, code, addresses
    /(?<label>\](?:\((?:[^()\n]|\([^()\n]*\))*\)|(?!\()))/u,
    /(?<opening>`+|!?\[)/u,
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
  const pieces: string[] = []
  let open = new OpenMarkers()
  let start = 0

  for (const match of source.length > SHORTEST ? source.matchAll(TOKEN) : []) {
    const { label, opening, emphasis, boundary } = match.groups ?? {}
    const length = match.index - start

    if (label) {
      open.closeBracket()
    } else if (opening) {
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
