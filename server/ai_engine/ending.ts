import { AssistantThread } from "./models/assistant_thread.ts"
import { Message } from "./models/message.ts"
import type { Outcome, Run, RunStatus } from "./models/run.ts"
import { interruption } from "./outcome.ts"
import { tell } from "./tell.ts"

/** Ends a run because its reader asked to; what has come is kept. False when it had ended already. */
export function cancel(run: Run): Promise<boolean> {
  return endFromOutside(run, { status: "cancelled" })
}

/** Ends a run whose process died. It is not run again: that might be billed twice. */
export function interrupt(run: Run): Promise<boolean> {
  return endFromOutside(run, interruption(run), ["in_progress"])
}

/** Ends a run that can't be performed, with a sentence that says why. */
export function fail(run: Run, errorCode: string, errorMessage: string): Promise<boolean> {
  return endFromOutside(run, { status: "failed", errorCode, errorMessage })
}

async function endFromOutside(run: Run, outcome: Outcome, from?: RunStatus[]): Promise<boolean> {
  const ended = await run.end(outcome, from)

  if (ended) {
    const thread = await AssistantThread.find(run.assistantThreadId)
    const threadable = await thread.threadable()
    const message = await Message.answerOf(run)
    await tell(() => threadable.aiEngineOnMessageUpdate({ message }))
  }
  return ended
}
