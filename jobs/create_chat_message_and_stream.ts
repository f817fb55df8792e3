import { type Chat, executeRun, type Run } from "../server/ai_engine/index.ts"
import { findRun } from "./foreign_job.ts"
import { type RunArguments, RunJob } from "./run_job.ts"

export type ChatRunArguments = RunArguments & { chatId: number }

/** Streams a model's answer to a message of a chat that is stored already. */
export class CreateChatMessageAndStream extends RunJob<ChatRunArguments> {
  protected override async answer(given: ChatRunArguments, signal: AbortSignal) {
    const { run, conversation } = await findRun(given, given.chatId)
    await executeRun(run, conversation, signal)
    return { run, conversation }
  }

  protected override async argumentsFor(_run: Run, { id: chatId }: Chat) {
    return { chatId }
  }
}
