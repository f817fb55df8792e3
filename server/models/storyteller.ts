import { Assistable } from "../ai_engine/index.ts"
import { config } from "../config.ts"
import { ApplicationRecord } from "../lib/application_record.ts"
import { characterCount } from "../lib/characters.ts"
import { RecordNotFound } from "../lib/errors.ts"

const LEAST_PROMPT_TOKENS = 256
const LEAST_COMPLETION_TOKENS = 16
const MOST_TOKENS = 1_000_000

export class Storyteller extends Assistable(ApplicationRecord) {
  static override tableName = "storytellers"
  static override recordType = "Storyteller"
  static override columns = [
    "userId",
    "name",
    "model",
    "description",
    "instructions",
    "maxPromptTokens",
    "maxCompletionTokens",
  ]
  static override limits = { name: 100, model: 100 }

  declare userId: number
  declare name: string
  declare model: string
  declare description: string
  declare instructions: string
  /** As typed while it is not a number. */
  declare maxPromptTokens: number | string
  declare maxCompletionTokens: number | string

  /** The name of whose it is, where that is somebody else than who looks. */
  declare owner: string | undefined

  override get aiEngineAssistant() {
    return {
      name: this.name,
      model: this.model,
      description: this.description,
      instructions: this.instructions,
      maxPromptTokens: Number(this.maxPromptTokens),
      maxCompletionTokens: Number(this.maxCompletionTokens),
    }
  }

  protected override async validate() {
    await super.validate()
    this.requireText("name", "Give the storyteller a name.", 100)
    this.requireText("instructions", "Say how the storyteller is to tell.", 20_000)
    this.limitText("description", 1_000)
    if (!config.models.includes(this.model)) this.errors.add("model", "Choose one of the models.")
    this.requireTokens("maxPromptTokens", LEAST_PROMPT_TOKENS)
    this.requireTokens("maxCompletionTokens", LEAST_COMPLETION_TOKENS)
  }

  protected override vanished() {
    throw new RecordNotFound("Storyteller")
  }

  private requireText(field: "name" | "instructions", sentence: string, most: number) {
    if ((this[field] ?? "").trim() === "") this.errors.add(field, sentence)
    this.limitText(field, most)
  }

  private limitText(field: "name" | "description" | "instructions", most: number) {
    const count = characterCount(this[field] ?? "")
    if (count > most) this.errors.add(field, `${count} characters are too many: at most ${most}.`)
  }

  private requireTokens(field: "maxPromptTokens" | "maxCompletionTokens", least: number) {
    const number = /^\d+$/.test(String(this[field])) ? Number(this[field]) : Number.NaN

    if (number >= least && number <= MOST_TOKENS) {
      this[field] = number
    } else {
      this.errors.add(field, `Must be a whole number from ${least} to ${MOST_TOKENS.toLocaleString("en")}.`)
    }
  }
}
