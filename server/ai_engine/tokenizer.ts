/** Reading a long unbroken word costs time with the square of its length, so text is counted in slices. */
const SLICE = /[\s\S]{1,512}/gu
/** What looks like one of a model's control tokens is text like any other. */
const AS_TEXT = { disallowedSpecial: new Set<string>() }

export async function countTokens(text: string): Promise<number> {
  const { countTokens } = await encoding()
  return slices(text).reduce((sum, slice) => sum + countTokens(slice, AS_TEXT), 0)
}

/** The text's first `limit` tokens. */
export async function firstTokens(text: string, limit: number): Promise<string> {
  const { encode, decode } = await encoding()
  const tokens = slices(text).flatMap((slice) => encode(slice, AS_TEXT))
  return tokens.length > limit ? decode(tokens.slice(0, limit)).replace(/\uFFFD+$/, "") : text
}

/** Takes a quarter of a second to load, which a process that has not been asked anything yet can do without. */
function encoding() {
  return import("gpt-tokenizer/encoding/o200k_base")
}

function slices(text: string): string[] {
  return text.match(SLICE) ?? []
}
