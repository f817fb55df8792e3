import { type AssistantThread, Chat, type Conversation } from "../ai_engine/index.ts"
import { ChatDraft } from "./chat_draft.ts"
import type { Draft, DraftFields } from "./draft.ts"
import { ThreadDraft } from "./thread_draft.ts"
import type { User } from "./user.ts"

/** The draft that is for this kind of conversation. */
export async function draftIn(user: User, conversation: Conversation, fields?: DraftFields): Promise<Draft> {
  return conversation instanceof Chat
    ? ChatDraft.for(user, conversation, fields)
    : ThreadDraft.for(user, conversation as AssistantThread, fields)
}
