import { Assistant, AssistantThread, fail, Run } from "../../server/ai_engine/index.ts"
import { logger } from "../../server/lib/logger.ts"
import { RecipeMaker } from "./recipe_maker.ts"

const stop = new AbortController()
const jobs = new Set<Promise<void>>()

/** Streams the answer to a message that is stored already. */
export async function createAssistantMessageAndRun(runId: number, signal: AbortSignal) {
  const run = await Run.find(runId)
  const assistantThread = await AssistantThread.find(run.assistantThreadId)
  const recipeMaker = await recipeMakerOf(run)

  if (recipeMaker) {
    await recipeMaker.aiEngineRun({ assistantThread, run, signal })
  } else {
    await fail(run, "recipe_maker_deleted", "The recipe maker was deleted before it could answer.")
  }

  const next = await assistantThread.nextRun()
  if (next && !signal.aborted) performLater(next)
}

/** In this process; with several, a queue such as BullMQ carries the run's id to one of them. */
export function performLater({ id }: Run) {
  const job = createAssistantMessageAndRun(id, stop.signal)
    .catch((error) => logger.error("A job failed.", { runId: id, error }))
    .finally(() => jobs.delete(job))
  jobs.add(job)
}

export async function stopRun() {
  stop.abort()
  await Promise.all(jobs)
}

async function recipeMakerOf(run: Run): Promise<RecipeMaker | undefined> {
  const assistant = await Assistant.findBy({ id: run.assistantId })
  return assistant && RecipeMaker.findBy({ id: assistant.assistableId })
}
