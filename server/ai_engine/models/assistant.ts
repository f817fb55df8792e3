import { ApplicationRecord } from "../../lib/application_record.ts"
import { findRecord } from "../../lib/record_types.ts"
import { RemoteIdValidatable } from "../concerns/remote_id_validatable.ts"
import { AIEngine } from "../engine.ts"
import type { AssistantAttributes } from "../providers/provider.ts"
import type { RunTerms } from "./run_terms.ts"

/** What answers: it belongs to one assistable record and is kept like it, here and at the provider. */
export class Assistant extends RemoteIdValidatable(ApplicationRecord) {
  static override tableName = "ai_engine_assistants"
  static override recordType = "Assistant"
  static override columns = [
    "assistableType",
    "assistableId",
    "remoteId",
    "name",
    "model",
    "description",
    "instructions",
    "maxPromptTokens",
    "maxCompletionTokens",
    "parameters",
  ]
  static override limits = { assistableType: 100, remoteId: 255, name: 255, model: 100 }

  declare assistableType: string
  declare assistableId: number
  declare name: string
  declare model: string
  declare description: string | null
  declare instructions: string
  declare maxPromptTokens: number | null
  declare maxCompletionTokens: number | null
  /** As JSON. */
  declare parameters: string | null

  /** Undefined where it is being deleted. */
  assistable(): Promise<ApplicationRecord | undefined> {
    return findRecord(this.assistableType, this.assistableId)
  }

  takeAttributes({ parameters, ...attributes }: AssistantAttributes): this {
    const json = parameters && Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : null
    return Object.assign(this, { ...attributes, parameters: json })
  }

  /** Throws ProviderError. Does nothing where the provider keeps no assistants, or where one is there already. */
  async ensureRemote() {
    if (this.remoteId) return

    this.remoteId = await AIEngine.provider.createAssistant(this.attributes)
    if (this.remoteId) await this.save()
  }

  get attributes(): AssistantAttributes {
    return {
      name: this.name,
      model: this.model,
      description: this.description,
      instructions: this.instructions,
      maxPromptTokens: this.maxPromptTokens,
      maxCompletionTokens: this.maxCompletionTokens,
      parameters: this.parameters ? JSON.parse(this.parameters) : null,
    }
  }

  /** What a run by it is to be like. */
  get terms(): RunTerms {
    const { description: _, ...terms } = this.attributes
    return { assistantId: this.id, ...terms }
  }
}
