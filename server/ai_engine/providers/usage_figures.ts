import type { Usage } from "./provider.ts"
import { isObject } from "./text_of.ts"

/** No context is as long; a database's integers may be shorter than what a server makes up. */
const MOST = 10_000_000

const NAMES = {
  input: ["prompt_tokens", "input_tokens", "promptTokens", "inputTokens"],
  output: ["completion_tokens", "output_tokens", "completionTokens", "outputTokens"],
  total: ["total_tokens", "totalTokens"],
}

/** Of what servers call usage, as far as it can be one; null where nothing of it can. */
export function usageIn(told: unknown): Usage | null {
  if (!isObject(told)) return null

  const inputTokens = figure(told, NAMES.input)
  const outputTokens = figure(told, NAMES.output)
  const totalTokens = figure(told, NAMES.total)
  if (inputTokens === null && outputTokens === null && totalTokens === null) return null

  return rounded({
    inputTokens,
    outputTokens,
    ...((inputTokens === null || outputTokens === null) && totalTokens !== null && { totalTokens }),
  })
}

/** Told more than once, it grows with the answer; some servers end with zeros. */
export function largerUsage(one: Usage | null, other: Usage | null): Usage | null {
  if (one === null || other === null) return one ?? other

  const total = larger(one.totalTokens ?? null, other.totalTokens ?? null)
  return {
    inputTokens: larger(one.inputTokens, other.inputTokens),
    outputTokens: larger(one.outputTokens, other.outputTokens),
    ...(total !== null && { totalTokens: total }),
    ...((one.isRounded || other.isRounded) && { isRounded: true }),
  }
}

function figure(told: Record<string, unknown>, names: string[]): number | null {
  const value = names.map((name) => told[name]).find((value) => value != null && value !== "")
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : NaN
  return number >= 0 && number <= MOST ? number : null
}

/** Tokens are whole; a part of one says that the server does not count them. */
function rounded(usage: Usage): Usage {
  const { inputTokens: input, outputTokens: output, totalTokens: total } = usage
  if ([input, output, total ?? null].every((tokens) => tokens === null || Number.isInteger(tokens)))
    return usage

  return {
    inputTokens: input && Math.round(input),
    outputTokens: output && Math.round(output),
    ...(total !== undefined && { totalTokens: Math.round(total) }),
    isRounded: true,
  }
}

function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other)
}
