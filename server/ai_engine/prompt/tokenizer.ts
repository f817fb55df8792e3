import { performance } from "node:perf_hooks"
import { setImmediate as othersRan } from "node:timers/promises"

/** Milliseconds that counting may hold everything else. */
const LONGEST_TURN = 10
/** Reading a long unbroken word costs time with the square of its length, so text is counted in slices. */
const SLICE = /[\s\S]{1,512}/gu
/** What looks like one of a model's control tokens is text like any other. */
const AS_TEXT = { disallowedSpecial: new Set<string>() }

let turn = performance.now()
let nextTurn: Promise<void> | undefined

export async function countTokens(text: string): Promise<number> {
  const { countTokens } = await encoding()
  let sum = 0

  for (const slice of slices(text)) {
    sum += countTokens(slice, AS_TEXT)
    await letOthersRun()
  }
  return sum
}

/** The text's first `limit` tokens. */
export async function firstTokens(text: string, limit: number): Promise<string> {
  const { encode, decode } = await encoding()
  const tokens: number[] = []

  for (const slice of slices(text)) {
    for (const token of encode(slice, AS_TEXT)) tokens.push(token)
    await letOthersRun()
    if (tokens.length > limit) return decode(tokens.slice(0, limit)).replace(/\uFFFD+$/, "")
  }
  return text
}

/** Also between many short texts; all that are counted at once share one turn. */
async function letOthersRun() {
  while (performance.now() - turn >= LONGEST_TURN) {
    nextTurn ??= beginTurn()
    await nextTurn
  }
}

async function beginTurn() {
  await othersRan()
  turn = performance.now()
  nextTurn = undefined
}

/** Takes a quarter of a second to load, which a process that has not been asked anything yet can do without. */
function encoding() {
  return import("gpt-tokenizer/encoding/o200k_base")
}

function slices(text: string): string[] {
  return text.match(SLICE) ?? []
}
