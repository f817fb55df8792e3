const PAIRS = /[\u{10000}-\u{10FFFF}]/gu

/** As people and PostgreSQL count: an emoji of one code point is one, though JavaScript keeps it in two units. */
export function characterCount(text: string) {
  return text.length - (text.match(PAIRS)?.length ?? 0)
}
