import { ownersOfConversations } from "../ai_engine/index.ts"
import type { Reader } from "../cable/readers.ts"
import type { Refusal } from "../cable/refusal.ts"
import { Session } from "./session.ts"
import { User } from "./user.ts"

export const SIGNED_OUT: Refusal = { status: 401, reason: "Your session has ended. Sign in again." }

/** The stream of a conversation is called as the conversation is on the page. */
const CONVERSATION_STREAM = /^(assistant_thread|chat)_(\d+)$/

/** Why readers may read no longer, or not at all. Two queries, however many they are. */
export async function refusedReaders(readers: Reader[]): Promise<Map<Reader, Refusal>> {
  const sessions = await Session.alive(unique(readers.map(({ sessionId }) => sessionId)))
  const ids = unique(readers.flatMap(({ stream }) => conversationIn(stream)?.id ?? []))
  const owners = await ownersOfConversations(User.recordType, ids)

  function refusalOf({ userId, sessionId, stream }: Reader): Refusal | undefined {
    const conversation = conversationIn(stream)

    if (!sessions.has(sessionId)) {
      return SIGNED_OUT
    } else if (conversation && owners.get(conversation.id) !== userId) {
      return { status: 404, reason: `This ${conversation.noun} was deleted.` }
    } else {
      return undefined
    }
  }

  return new Map(readers.flatMap((reader) => pair(reader, refusalOf(reader))))
}

function conversationIn(stream: string) {
  const [, kind, id] = CONVERSATION_STREAM.exec(stream) ?? []
  return kind === undefined ? undefined : { noun: kind === "chat" ? "chat" : "thread", id: Number(id) }
}

function pair<Key, Value>(key: Key, value: Value | undefined): [Key, Value][] {
  return value === undefined ? [] : [[key, value]]
}

function unique(ids: number[]) {
  return [...new Set(ids)]
}
