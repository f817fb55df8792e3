import { RecordNotFound } from "../../lib/errors.ts"
import { recordsOf } from "../../lib/record_types.ts"
import type { AssistantThread } from "../models/assistant_thread.ts"
import type { Conversation } from "../models/conversation.ts"
import type { ConversingRecord } from "./conversing.ts"
import type { Mixable } from "../../lib/mixable.ts"

/** What runs and messages have in common. Conversations are found by their type, as they know these themselves. */
export function InConversation<Base extends Mixable>(base: Base) {
  return class extends base {
    /** That of a chat, too: both are of one table. */
    declare assistantThreadId: number

    /** Throws RecordNotFound where it was deleted. */
    async conversation(): Promise<Conversation> {
      const id = this.assistantThreadId
      const [thread] = await recordsOf<Conversation>("AssistantThread", { id })
      const [conversation = thread] = thread ? [] : await recordsOf<Conversation>("Chat", { id })
      if (!conversation) throw new RecordNotFound("Conversation")

      return conversation
    }

    /** Undefined in a chat. */
    async assistantThread(): Promise<AssistantThread | undefined> {
      const [thread] = await recordsOf<AssistantThread>("AssistantThread", { id: this.assistantThreadId })
      return thread
    }

    /** Whose conversation it is. */
    async user(): Promise<ConversingRecord> {
      const conversation = await this.conversation()
      return conversation.owner()
    }
  }
}
