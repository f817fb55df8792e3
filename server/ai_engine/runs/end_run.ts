import { logger } from "../../lib/logger.ts"
import { RunFinish } from "./run_finish.ts"
import type { ConversingRecord, MessageEvent } from "../concerns/conversing.ts"
import { GrowingAnswer } from "./growing_answer.ts"
import { findConversation } from "../models/find_conversation.ts"
import { Message } from "../models/message.ts"
import type { Run } from "../models/run.ts"
import { interruption } from "./outcome.ts"
import { takeShownContent } from "./shown_content.ts"
import { stopRun } from "./stop_run.ts"
import { callHook } from "./call_hook.ts"
import { activeRuns } from "./active_runs.ts"
import { bookedUsage, bookUsage, estimatedUsage } from "./usage.ts"

/** Undefined where it was deleted. */
type Owner = ConversingRecord | undefined

/** Ends a run because its reader asked to; what has come is kept. False when it had ended already. */
export async function cancel(run: Run): Promise<boolean> {
  return showEnd(run, await run.end({ status: "cancelled" }))
}

/**
 * Ends a run whose process died. It is not run again: that might be billed twice. False where somebody performs it
 * after all.
 */
export async function interrupt(run: Run): Promise<boolean> {
  // Claimed first, then read, then ended: a process that only slept can show nothing in between.
  if (activeRuns.has(run.id) || !(await run.resume())) return false

  const { event, owner } = await answerIn(run)
  const { message } = event
  await takeShownContent(event, owner, run.claims - 1)

  const finish = new RunFinish(run, new GrowingAnswer(message, run))
  const isEnded = await finish.finish({ outcome: interruption(), usage: null, isRemote: false })
  if (isEnded) {
    await tellUpdate(event, owner)
    void stopElsewhere(run)
  }
  return isEnded
}

/** Puts a run back into the queue whose process died before it asked the provider. False where it may have asked. */
export async function requeue(run: Run): Promise<boolean> {
  return !activeRuns.has(run.id) && run.requeue()
}

/** Ends a run that can't be performed, with a sentence that says why. */
export async function fail(run: Run, errorCode: string, errorMessage: string): Promise<boolean> {
  return showEnd(run, await run.end({ status: "failed", errorCode, errorMessage }))
}

async function showEnd(run: Run, ended: boolean): Promise<boolean> {
  if (ended && activeRuns.has(run.id)) {
    // Who performs it knows the last words, and shows them.
    await stopRun(run)
  } else if (ended) {
    await showLastWords(run)
    void stopElsewhere(run)
  }
  return ended
}

async function stopElsewhere(run: Run) {
  try {
    const usage = await stopRun(run)
    if (usage) await bookUsage(run, await bookedUsage(usage, run, await Message.answerOf(run)))
  } catch (error) {
    logger.warn("What a stopped run has used could not be booked.", { runId: run.id, error })
  }
}

async function showLastWords(run: Run) {
  const { event, owner } = await answerIn(run)
  const { message } = event
  let told: string

  await keepShown(event, owner, run.claims)
  await bookUsage(run, await estimatedUsage(run, message))
  await message.reload()
  do {
    told = message.content
    await tellUpdate(event, owner)
    await message.reload()
    // Whoever streamed it may have had words that nobody had seen yet.
  } while (message.content !== told)
}

async function keepShown(event: MessageEvent, owner: Owner, claims: number) {
  const { message } = event
  const { id, content } = message
  await takeShownContent(event, owner, claims)

  if (message.content !== content) {
    await Message.query().where({ id, content }).update({ content: message.content })
    await message.reload()
  }
}

async function answerIn(run: Run): Promise<{ event: MessageEvent; owner: Owner }> {
  const message = await Message.answerOf(run)
  const conversation = await findConversation(run.assistantThreadId)
  return { event: { message, conversation }, owner: await conversation.owner() }
}

function tellUpdate(event: MessageEvent, owner: Owner) {
  return callHook(async () => owner?.aiEngineOnMessageUpdate(event))
}
