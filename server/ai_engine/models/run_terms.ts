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

/** As a run keeps them. */
export function columnsOf({ assistantId, name, parameters, ...terms }: RunTerms) {
  const json = parameters && Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : null
  return { ...terms, assistantId: assistantId ?? null, assistantName: name, parameters: json }
}
