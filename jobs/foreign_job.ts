import { findConversation, Run } from "../server/ai_engine/index.ts"
import { User } from "../server/models/user.ts"
import type { RunArguments } from "./run_job.ts"

/** The job's ids are not of one run: it came from elsewhere, or from another state of the database. */
export class ForeignJob extends Error {}

/** The run, and the conversation that it belongs to, with its user. Throws RecordNotFound where they are gone by now. */
export async function findRun({ runId, userId }: RunArguments, conversationId: number) {
  const run = await Run.find(runId)
  assertSame("conversation", conversationId, run.assistantThreadId)

  const conversation = await findConversation(run.assistantThreadId)
  const { threadableType, threadableId } = conversation
  assertSame("user", `${User.recordType} ${userId}`, `${threadableType} ${threadableId}`)
  return { run, conversation: conversation.withOwner(await User.find(userId)) }
}

export function assertSame(what: string, one: unknown, other: unknown) {
  if (one !== other) throw new ForeignJob(`The job's ${what} is not its run's.`)
}
