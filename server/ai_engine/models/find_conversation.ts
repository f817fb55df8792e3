import { RecordNotFound } from "../../lib/errors.ts"
import { AssistantThread } from "./assistant_thread.ts"
import { Chat } from "./chat.ts"
import type { Conversation } from "./conversation.ts"

/** Of either kind: ids are of one table. Throws RecordNotFound. */
export async function findConversation(id: number): Promise<Conversation> {
  const conversation = (await AssistantThread.findBy({ id })) ?? (await Chat.findBy({ id }))
  if (!conversation) throw new RecordNotFound("Conversation")

  return conversation
}
