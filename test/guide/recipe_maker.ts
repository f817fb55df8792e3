import { Assistable } from "../../server/ai_engine/index.ts"
import { ApplicationRecord } from "../../server/lib/application_record.ts"

export class RecipeMaker extends Assistable(ApplicationRecord) {
  static override tableName = "recipe_makers"
  static override recordType = "RecipeMaker"
  static override columns = ["cookId", "name", "cuisine", "model"]

  declare cookId: number
  declare name: string
  declare cuisine: string
  declare model: string

  override get aiEngineAssistant() {
    return {
      name: this.name,
      model: this.model,
      description: `Writes recipes of ${this.cuisine} cooking.`,
      instructions: `You are ${this.name}. Write recipes of ${this.cuisine} cooking, in Markdown, for two.`,
      maxPromptTokens: 8_000,
      maxCompletionTokens: 1_000,
    }
  }

  protected override async validate() {
    await super.validate()
    if (this.name.trim() === "") this.errors.add("name", "Give the recipe maker a name.")
  }
}
