import { Assistant, askAgain, Chat, type Conversation, type Run } from "../ai_engine/index.ts"
import { config } from "../config.ts"
import { Errors } from "../lib/errors.ts"
import type { Storyteller } from "./storyteller.ts"
import type { User } from "./user.ts"

export type RetryFields = Partial<Record<"storyteller_id" | "model", string>>

/** A further try that is not asked for yet: what its form shows, and what is wrong with it. */
export class Retry {
  readonly errors = new Errors()
  /** The try before it. */
  readonly run: Run
  readonly conversation: Conversation
  /** Those to choose from; undefined where a model alone answers. */
  readonly storytellers: Storyteller[] | undefined
  readonly #assistant: Assistant | undefined
  readonly #fields: RetryFields

  /** Throws RecordNotFound where the storyteller that was chosen is not the user's. */
  static async for(
    user: User,
    run: Run,
    conversation: Conversation,
    fields: RetryFields = {},
  ): Promise<Retry> {
    if (conversation instanceof Chat) return new Retry(run, conversation, undefined, undefined, fields)

    const assistant = fields.storyteller_id
      ? await (await user.ownStoryteller(fields.storyteller_id)).assistant()
      : await Assistant.findBy({ id: run.assistantId })
    return new Retry(run, conversation, await user.ownStorytellers(), assistant, fields)
  }

  private constructor(
    run: Run,
    conversation: Conversation,
    storytellers: Storyteller[] | undefined,
    assistant: Assistant | undefined,
    fields: RetryFields,
  ) {
    this.run = run
    this.conversation = conversation
    this.storytellers = storytellers
    this.#assistant = assistant
    this.#fields = fields
  }

  get storytellerId() {
    return this.#assistant?.assistableId
  }

  get model() {
    return this.#fields.model || this.run.model
  }

  /** Undefined where `errors` say why, and where there is nothing to try again, or not any more. */
  async send(): Promise<Run | undefined> {
    const { storyteller_id: storytellerId, model } = this.#fields
    if (this.storytellers && !this.#assistant)
      this.errors.add("storyteller", `${this.run.assistantName} was deleted. Choose another storyteller.`)
    if (model && !config.models.includes(model)) this.errors.add("model", "Choose one of the models.")
    if (this.errors.any) return undefined

    const assistant = storytellerId ? this.#assistant : undefined
    return askAgain(this.run, { assistant, model: model || undefined })
  }
}
