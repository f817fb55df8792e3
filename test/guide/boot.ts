import { AIEngine, AssistantThread, Message, Run } from "../../server/ai_engine/index.ts"
import { registerRecordTypes } from "../../server/lib/record_types.ts"
import { Cook } from "./cook.ts"
import { RecipeMaker } from "./recipe_maker.ts"

export const MODELS = ["gpt-6-luna", "gpt-6.1-terra"] as const

/** Once, when the process starts. */
export function boot({ apiKey, baseURL }: { apiKey?: string | undefined; baseURL?: string }) {
  registerRecordTypes(Cook, RecipeMaker, AssistantThread, Run, Message)
  AIEngine.setup({
    api: apiKey ? "responses" : "demo",
    apiKey,
    baseURL,
    models: MODELS,
    idleTimeout: 60,
  })
}
