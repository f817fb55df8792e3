import { logger } from "../lib/logger.ts"
import { AssistantThread } from "./models/assistant_thread.ts"
import { Message } from "./models/message.ts"
import type { Run } from "./models/run.ts"
import { interruption } from "./outcome.ts"
import { stopPerforming } from "./stop_performing.ts"
import { tell } from "./tell.ts"
import { underWay } from "./under_way.ts"
import { bookedUsage, bookUsage, estimatedUsage } from "./usage.ts"

/** Ends a run because its reader asked to; what has come is kept. False when it had ended already. */
export async function cancel(run: Run): Promise<boolean> {
  return showEnd(run, await run.end({ status: "cancelled" }))
}

/** Ends a run whose process died. It is not run again: that might be billed twice. */
export async function interrupt(run: Run): Promise<boolean> {
  return showEnd(run, await run.endAsStopped(interruption(run)))
}

/** Ends a run that can't be performed, with a sentence that says why. */
export async function fail(run: Run, errorCode: string, errorMessage: string): Promise<boolean> {
  return showEnd(run, await run.end({ status: "failed", errorCode, errorMessage }))
}

async function showEnd(run: Run, ended: boolean): Promise<boolean> {
  if (ended && underWay.has(run.id)) {
    // Who performs it knows the last words, and shows them.
    await stopPerforming(run)
  } else if (ended) {
    await showLastWords(run)
    void stopElsewhere(run)
  }
  return ended
}

async function stopElsewhere(run: Run) {
  try {
    await bookUsage(run, bookedUsage(await stopPerforming(run)))
  } catch (error) {
    logger.warn("What a stopped run has used could not be booked.", { runId: run.id, error })
  }
}

async function showLastWords(run: Run) {
  const thread = await AssistantThread.find(run.assistantThreadId)
  const threadable = await thread.threadable()
  const message = await Message.answerOf(run)
  let told: string

  await tell(async () => keepShown(message, await threadable.aiEngineShownContent({ message })))
  await bookUsage(run, await estimatedUsage(run, message))
  await message.reload()
  do {
    told = message.content
    await tell(() => threadable.aiEngineOnMessageUpdate({ message }))
    await message.reload()
    // Whoever streamed it may have had words that nobody had seen yet.
  } while (message.content !== told)
}

/** The row may be a second behind what readers have seen. */
async function keepShown(message: Message, shown: string | undefined) {
  const { id, content } = message

  if (shown?.startsWith(content)) {
    await Message.query().where({ id, content }).update({ content: shown })
    await message.reload()
  }
}
