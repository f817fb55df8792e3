import { Assistant, AssistantThread, fail, Run } from "../server/ai_engine/index.ts"
import { logger } from "../server/lib/logger.ts"
import { Storyteller } from "../server/models/storyteller.ts"
import { User } from "../server/models/user.ts"
import type { JobArguments } from "./job.ts"
import { queue } from "./queue.ts"

/** Streams the answer to a message that is stored already. */
export async function createAssistantMessageAndRun(job: JobArguments, signal: AbortSignal) {
  const user = await User.find(job.userId)
  const assistantThread = await user.assistantThread(job.assistantThreadId)
  const run = await Run.find(job.runId)
  const storyteller = await Storyteller.findBy({ id: job.storytellerId })

  if (storyteller) {
    await storyteller.aiEngineRun({ assistantThread, run, signal })
  } else {
    await fail(run, "storyteller_deleted", "The storyteller was deleted before it could answer.")
  }

  await run.reload()
  const next = run.handedOver ? run : await assistantThread.nextRun()
  if (next) await performLater(next, { once: true })
}

/** A queue that can't be reached costs nothing but time: the reaper adds what waits too long. */
export async function performLater(run: Run, options?: { once: boolean }) {
  try {
    await queue.add(await argumentsFor(run), options)
  } catch (error) {
    logger.warn("A run could not be put in the queue; it will be when the queue is back.", {
      runId: run.id,
      error,
    })
  }
}

async function argumentsFor(run: Run): Promise<JobArguments> {
  const thread = await AssistantThread.find(run.assistantThreadId)
  const assistant = await Assistant.findBy({ id: run.assistantId })
  const storytellerId = assistant?.assistableId ?? null
  const { id: runId, claims } = run
  return { storytellerId, assistantThreadId: thread.id, userId: thread.threadableId, runId, claims }
}
