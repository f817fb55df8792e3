import { Assistant, AssistantThread, fail, type Run } from "../server/ai_engine/index.ts"
import { RecordNotFound } from "../server/lib/errors.ts"
import { logger } from "../server/lib/logger.ts"
import { warnOfRedis } from "../server/lib/redis_trouble.ts"
import type { JobArguments } from "./job.ts"
import { ForeignJob, findJobRecords, type JobRecords } from "./job_records.ts"
import { queue } from "./queue.ts"

/** What need not be looked up. */
type Known = { assistantThread?: AssistantThread; storytellerId?: number | undefined }
type Options = Known & { once?: boolean }

/** Streams the answer to a message that is stored already. */
export async function createAssistantMessageAndRun(job: JobArguments, signal: AbortSignal) {
  try {
    await answer(await findJobRecords(job), signal)
  } catch (error) {
    if (error instanceof ForeignJob) {
      logger.warn(`${error.message} Nothing was done.`, { ...job })
    } else if (error instanceof RecordNotFound) {
      logger.info("What a job was for was deleted meanwhile.", { ...job })
    } else {
      throw error
    }
  }
}

async function answer({ run, assistantThread, storyteller }: JobRecords, signal: AbortSignal) {
  if (storyteller) {
    await storyteller.aiEngineRun({ assistantThread, run, signal })
  } else {
    await fail(run, "storyteller_deleted", "The storyteller was deleted before it could answer.")
  }

  const next = run.handedOver ? run : await assistantThread.nextRun()
  if (next) await performLater(next, { assistantThread, once: true })
}

/** A queue that can't be reached costs nothing but time: the reaper adds what waits too long. */
export async function performLater(run: Run, { once = false, ...known }: Options = {}) {
  try {
    const job = await argumentsFor(run, known)
    await queue.add(job, { once }).catch((error) => warnOfRedis(error))
  } catch (error) {
    if (error instanceof RecordNotFound) return
    logger.warn("A run could not be put in the queue yet; it will be soon.", { runId: run.id, error })
  }
}

async function argumentsFor(run: Run, known: Known): Promise<JobArguments> {
  const { id: runId, claims, assistantThreadId, requestId } = run
  const { threadableId: userId } = known.assistantThread ?? (await AssistantThread.find(assistantThreadId))
  const storytellerId = known.storytellerId ?? (await storytellerIdOf(run))
  return { storytellerId, assistantThreadId, userId, runId, claims, requestId }
}

async function storytellerIdOf({ assistantId }: Run): Promise<number | null> {
  const assistant = await Assistant.findBy({ id: assistantId })
  return assistant?.assistableId ?? null
}
