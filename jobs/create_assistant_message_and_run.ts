import { type AssistantThread, fail, executeRun, type Run } from "../server/ai_engine/index.ts"
import { findRun } from "./foreign_job.ts"
import { type Known, type RunArguments, RunJob } from "./run_job.ts"
import { isStoryteller, storytellerIdOf } from "./run_storyteller.ts"

export type AssistantRunArguments = RunArguments & { storytellerId: number | null; assistantThreadId: number }

const DELETED = "The storyteller was deleted before it could answer."

/** Streams a storyteller's answer to a message that is stored already. */
export class CreateAssistantMessageAndRun extends RunJob<AssistantRunArguments> {
  protected override async answer(given: AssistantRunArguments, signal: AbortSignal) {
    const { run, conversation } = await findRun(given, given.assistantThreadId)

    if (await isStoryteller(run, given.storytellerId)) {
      await executeRun(run, conversation, signal)
    } else {
      await fail(run, "storyteller_deleted", DELETED)
    }
    return { run, conversation }
  }

  protected override async argumentsFor(run: Run, { id: assistantThreadId }: AssistantThread, known: Known) {
    return { storytellerId: known.storytellerId ?? (await storytellerIdOf(run)), assistantThreadId }
  }
}
