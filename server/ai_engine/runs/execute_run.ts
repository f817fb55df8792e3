import { RecordNotFound } from "../../lib/errors.ts"
import { logger } from "../../lib/logger.ts"
import { heartbeat } from "./heartbeat.ts"
import type { Conversation } from "../models/conversation.ts"
import { Message } from "../models/message.ts"
import type { Run } from "../models/run.ts"
import { RunExecution } from "./run_execution.ts"
import { takeShownContent } from "./shown_content.ts"
import { activeRuns } from "./active_runs.ts"

/**
 * Claims the run, or takes it up where another process left it, and streams its answer. Resolves when it has ended,
 * was handed over, or is back in the queue. A run that is another's is left alone.
 */
export async function executeRun(run: Run, conversation: Conversation, signal?: AbortSignal) {
  // From before the claim on: where this process is busy, its reply may come late.
  const stopBeating = heartbeat.beatFor({ id: run.id, claims: run.claims + 1 })

  try {
    const isClaimed = await run.claim()
    if (!isClaimed && !(await resume(run))) return

    const answer = await Message.answerOf(run)
    const owner = await conversation.owner()
    if (!isClaimed) await takeShownContent({ message: answer, conversation }, owner, run.claims - 1)
    await new RunExecution(run, answer, conversation, owner).perform(signal)
  } catch (error) {
    if (!(error instanceof RecordNotFound)) throw error
    logger.info("A run's conversation was deleted meanwhile.", { runId: run.id })
  } finally {
    stopBeating()
  }
}

async function resume(run: Run): Promise<boolean> {
  return run.resumable && !activeRuns.has(run.id) && run.resume()
}
