import type { BookedUsage } from "./concerns/claimable.ts"
import { countPromptTokens } from "./history.ts"
import { Message } from "./models/message.ts"
import type { Run } from "./models/run.ts"
import type { Usage } from "./providers/provider.ts"
import { promptOf } from "./run_request.ts"
import { countTokens } from "./tokenizer.ts"

/** As we count it, for where the provider does not say: who hangs up is not told. Nothing for what never began. */
export async function estimatedUsage(run: Run, answer: Message): Promise<BookedUsage | undefined> {
  if (run.remoteId === null && answer.content === "") return undefined

  return {
    promptTokenUsage: await countPromptTokens(run.instructions, await promptOf(run, answer)),
    completionTokenUsage: await countTokens(answer.content),
    usageEstimated: true,
  }
}

/** For a run that has ended, however that came. Nothing is booked where it is another process's by now. */
export async function bookUsage(run: Run, usage: BookedUsage | undefined) {
  if (usage && (await run.book(usage))) {
    const { promptTokenUsage, completionTokenUsage } = usage
    await Message.query()
      .where({ runId: run.id, role: "assistant" })
      .update({ promptTokenUsage, completionTokenUsage })
  }
}

/** As the provider counts it, where it does. */
export function bookedUsage(usage: Usage | null): BookedUsage | undefined {
  return usage
    ? { promptTokenUsage: usage.inputTokens, completionTokenUsage: usage.outputTokens, usageEstimated: false }
    : undefined
}
