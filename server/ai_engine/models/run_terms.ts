import type { Parameters } from "../providers/provider.ts"

/** What is asked of whom. `name` is that of who answers. */
export type RunTerms = {
  assistantId?: number
  name: string
  model: string
  instructions: string
  maxPromptTokens: number | null
  maxCompletionTokens: number | null
  parameters?: Parameters | null
}
