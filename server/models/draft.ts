import { createHash, randomUUID } from "node:crypto"
import type { Conversation, Run } from "../ai_engine/index.ts"
import { config } from "../config.ts"
import { Errors } from "../lib/errors.ts"

export const DRAFT_FIELDS = ["storyteller_id", "content", "model", "client_id"] as const
export type DraftFields = Partial<Record<(typeof DRAFT_FIELDS)[number], string>>

const LONGEST_CLIENT_ID = 100

/** A message that is not sent yet: what the composer shows, and what is wrong with it. */
export abstract class Draft {
  readonly errors = new Errors()
  readonly conversation: Conversation
  readonly model: string
  readonly content: string
  readonly clientId: string

  constructor(conversation: Conversation, model: string, fields: DraftFields) {
    this.conversation = conversation
    this.model = model
    this.content = fields.content ?? ""
    this.clientId = storable(fields.client_id) || randomUUID()
  }

  /** The run that is to answer it; undefined, and `errors` say why, where it was not sent. */
  async send(): Promise<Run | undefined> {
    if (!isOffered(this.model)) this.errors.add("model", "Choose one of the models.")
    const run = await this.ask()
    if (run) this.errors.addAll(run.errors)
    return run?.persisted ? run : undefined
  }

  /** What comes after it: an empty one, to the same. */
  abstract next(): Draft

  /** Undefined where `errors` say why it may not be asked. */
  protected abstract ask(): Promise<Run | undefined>
}

/** The first of these that can be chosen. */
export function offeredModel(models: (string | undefined)[]): string {
  return models.find(isOffered) ?? config.models[0]
}

function isOffered(model: string | undefined): model is string {
  return model !== undefined && config.models.includes(model)
}

/** The same id for the same, also where it is one that no column could hold. */
function storable(clientId = "") {
  const fits = clientId.length <= LONGEST_CLIENT_ID && !clientId.includes("\0") && clientId.isWellFormed()
  return fits ? clientId : createHash("sha256").update(clientId).digest("hex")
}
