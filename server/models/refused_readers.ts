import { elements } from "../../db/elements.ts"
import { AssistantThread } from "../ai_engine/index.ts"
import type { Reader } from "../cable/readers.ts"
import type { Refusal } from "../cable/refusal.ts"
import { Session } from "./session.ts"
import { User } from "./user.ts"

export const SIGNED_OUT: Refusal = { status: 401, reason: "Your session has ended. Sign in again." }
const DELETED: Refusal = { status: 404, reason: "This thread was deleted." }

/** The stream of a thread is called as the thread is on the page. */
const THREAD_STREAM = /^assistant_thread_(\d+)$/

/** Why readers may read no longer, or not at all. Two queries, however many they are. */
export async function refusedReaders(readers: Reader[]): Promise<Map<Reader, Refusal>> {
  const sessions = await Session.alive(unique(readers.map(({ sessionId }) => sessionId)))
  const owners = await ownersOfThreads(unique(readers.flatMap(({ stream }) => threadIdOf(stream) ?? [])))

  function refusalOf({ userId, sessionId, stream }: Reader) {
    const threadId = threadIdOf(stream)

    if (!sessions.has(sessionId)) {
      return SIGNED_OUT
    } else if (threadId !== undefined && owners.get(threadId) !== userId) {
      return DELETED
    } else {
      return undefined
    }
  }

  return new Map(readers.flatMap((reader) => pair(reader, refusalOf(reader))))
}

async function ownersOfThreads(ids: number[]) {
  const threads: { id: number; threadableId: number }[] = await AssistantThread.query()
    .where({ threadableType: User.recordType })
    .whereIn("id", elements(ids))
    .select("id", "threadableId")
  return new Map(threads.map(({ id, threadableId }) => [id, threadableId]))
}

function threadIdOf(stream: string) {
  const id = THREAD_STREAM.exec(stream)?.[1]
  return id === undefined ? undefined : Number(id)
}

function pair<Key, Value>(key: Key, value: Value | undefined): [Key, Value][] {
  return value === undefined ? [] : [[key, value]]
}

function unique(ids: number[]) {
  return [...new Set(ids)]
}
