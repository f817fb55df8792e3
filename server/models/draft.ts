import { createHash, randomUUID } from "node:crypto"
import { Assistant, type AssistantThread, type Run } from "../ai_engine/index.ts"
import { config } from "../config.ts"
import { Errors } from "../lib/errors.ts"
import { parseId } from "../lib/parse_id.ts"
import type { Storyteller } from "./storyteller.ts"
import type { User } from "./user.ts"

export const DRAFT_FIELDS = ["storyteller_id", "content", "model", "client_id"] as const
export type DraftFields = Partial<Record<(typeof DRAFT_FIELDS)[number], string>>

const LONGEST_CLIENT_ID = 100

/** A message that is not sent yet: what the composer shows, and what is wrong with it. */
export class Draft {
  readonly errors = new Errors()
  readonly assistantThread: AssistantThread
  /** Those to choose from. */
  readonly storytellers: Storyteller[]
  readonly storytellerId: number | undefined
  readonly model: string
  readonly content: string
  readonly clientId: string

  /** Where the fields do not say, storyteller and model are those of the thread's last answer. */
  static async for(user: User, assistantThread: AssistantThread, fields: DraftFields = {}): Promise<Draft> {
    const { storyteller_id: chosenId, model: chosenModel } = fields
    const storytellers = await user.ownStorytellers()
    const lastRun = chosenId && chosenModel ? undefined : await assistantThread.lastRun()
    const storytellerId = chosenId
      ? parseId(chosenId)
      : ((await storytellerIdOf(lastRun)) ?? storytellers[0]?.id)
    const storyteller = storytellers.find(({ id }) => id === storytellerId)
    const model = chosenModel || [lastRun?.model, storyteller?.model].find(isOffered) || config.models[0]

    return new Draft(assistantThread, storytellers, storytellerId, model, fields)
  }

  private constructor(
    assistantThread: AssistantThread,
    storytellers: Storyteller[],
    storytellerId: number | undefined,
    model: string,
    fields: DraftFields,
  ) {
    this.assistantThread = assistantThread
    this.storytellers = storytellers
    this.storytellerId = storytellerId
    this.model = model
    this.content = fields.content ?? ""
    this.clientId = storable(fields.client_id) || randomUUID()
  }

  /** The run that is to answer it; undefined, and `errors` say why, where it was not sent. */
  async send(): Promise<Run | undefined> {
    const storyteller = this.storytellers.find(({ id }) => id === this.storytellerId)
    if (!storyteller) this.errors.add("storyteller", "Choose one of your storytellers.")
    if (!isOffered(this.model)) this.errors.add("model", "Choose one of the models.")
    if (!storyteller || this.errors.any) return undefined

    const { assistantThread, content, model, clientId } = this
    const run = await storyteller.aiEngineAsk({ assistantThread, content, model, clientId })
    this.errors.addAll(run.errors)
    return run.persisted ? run : undefined
  }

  /** What comes after it: an empty one, to the same storyteller. */
  next(): Draft {
    const { assistantThread, storytellers, storytellerId, model } = this
    return new Draft(assistantThread, storytellers, storytellerId, model, {})
  }
}

/** The same id for the same, also where it is one that no column could hold. */
function storable(clientId = "") {
  const fits = clientId.length <= LONGEST_CLIENT_ID && !clientId.includes("\0") && clientId.isWellFormed()
  return fits ? clientId : createHash("sha256").update(clientId).digest("hex")
}

function isOffered(model: string | undefined): model is string {
  return model !== undefined && config.models.includes(model)
}

async function storytellerIdOf(run: Run | undefined): Promise<number | undefined> {
  const assistant = run?.assistantId ? await Assistant.findBy({ id: run.assistantId }) : undefined
  return assistant?.assistableId
}
