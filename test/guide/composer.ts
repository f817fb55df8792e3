import { randomUUID } from "node:crypto"
import { Assistant, type AssistantThread } from "../../server/ai_engine/index.ts"
import { MODELS } from "./boot.ts"
import type { Cook } from "./cook.ts"

type Unsent = { content: string; sentences: string[] }

/** The form for the next message. Recipe maker and model are those of the last answer. */
export async function composerLocals(
  cook: Cook,
  assistantThread: AssistantThread,
  unsent: Unsent = { content: "", sentences: [] },
) {
  const recipeMakers = await cook.recipeMakers()
  const lastRun = await assistantThread.lastRun()
  const assistant = await Assistant.findBy({ id: lastRun?.assistantId ?? null })

  return {
    assistantThread,
    recipeMakers,
    recipeMakerId: assistant?.assistableId,
    models: MODELS,
    model: lastRun?.model ?? recipeMakers[0]?.model,
    clientId: randomUUID(),
    unsent,
  }
}
