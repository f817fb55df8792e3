import type { Chat, Run } from "../ai_engine/index.ts"
import { Draft, type DraftFields, offeredModel } from "./draft.ts"
import type { User } from "./user.ts"

/** To a model alone. */
export class ChatDraft extends Draft {
  declare readonly conversation: Chat
  readonly #user: User

  /** Where the fields do not say, the model is that of the chat's last answer. */
  static async for(user: User, chat: Chat, fields: DraftFields = {}): Promise<ChatDraft> {
    const model = fields.model || offeredModel([await chat.lastModel()])
    return new ChatDraft(user, chat, model, fields)
  }

  private constructor(user: User, chat: Chat, model: string, fields: DraftFields) {
    super(chat, model, fields)
    this.#user = user
  }

  override next(): ChatDraft {
    return new ChatDraft(this.#user, this.conversation, this.model, {})
  }

  protected override async ask(): Promise<Run | undefined> {
    const { conversation: chat, content, model, clientId } = this
    return this.errors.any ? undefined : this.#user.aiEngineAskInChat({ chat, content, model, clientId })
  }
}
