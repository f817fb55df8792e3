import { elements } from "../../../db/elements.ts"
import { connection } from "../../../db/index.ts"
import { RecordNotFound } from "../../lib/errors.ts"
import { AssistantThread } from "./assistant_thread.ts"
import { Chat } from "./chat.ts"
import type { Conversation } from "./conversation.ts"

type Owner = { threadableType: string; threadableId: number }

/** Of either kind: their ids are of one table. Throws RecordNotFound, also for one that is somebody else's. */
export async function findConversation(id: number, owner?: Owner): Promise<Conversation> {
  const conditions = { ...owner, id }
  const conversation = (await AssistantThread.findBy(conditions)) ?? (await Chat.findBy(conditions))
  if (!conversation) throw new RecordNotFound("Conversation")

  return conversation
}

/** Of those of these ids that are owned by a record of this type: whose they are, by id. */
export async function ownersOfConversations(
  threadableType: string,
  ids: number[],
): Promise<Map<number, number>> {
  const rows: { id: number; threadableId: number }[] = await connection()(AssistantThread.tableName)
    .where({ threadableType })
    .whereIn("id", elements(ids))
    .select("id", "threadableId")
  return new Map(rows.map(({ id, threadableId }) => [id, threadableId]))
}
