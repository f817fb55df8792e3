import { AIEngine } from "../engine.ts"
import { Conversation } from "./conversation.ts"
import type { RunTerms } from "./run_terms.ts"

/** A conversation with a model alone, chosen message by message; it belongs to one chattable record. */
export class Chat extends Conversation {
  static override recordType = "Chat"
  static override kind = "chat" as const
  static override noun = "chat"

  /** Assistants v2 knows no answer without an assistant. */
  override get api() {
    const { api } = AIEngine.settings
    return api === "assistants" ? "chat_completions" : api
  }

  chattable() {
    return this.owner()
  }

  /** The whole history is sent, and a model answers for as long as it likes. */
  terms(model: string): RunTerms {
    return { name: model, model, instructions: "", maxPromptTokens: null, maxCompletionTokens: null }
  }
}
