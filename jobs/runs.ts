import { Chat, findConversation, type Run } from "../server/ai_engine/index.ts"
import { RecordNotFound } from "../server/lib/errors.ts"
import { logger } from "../server/lib/logger.ts"
import { CreateAssistantMessageAndRun } from "./create_assistant_message_and_run.ts"
import { CreateChatMessageAndStream } from "./create_chat_message_and_stream.ts"
import type { QueueOptions } from "./run_job.ts"

/** Puts a run into the queue, with the job that is for its kind of conversation. */
export async function performLater(run: Run, options: QueueOptions = {}) {
  try {
    const conversation = options.conversation ?? (await findConversation(run.assistantThreadId))
    const job =
      conversation instanceof Chat ? new CreateChatMessageAndStream() : new CreateAssistantMessageAndRun()
    await job.performRunLater(run, { ...options, conversation })
  } catch (error) {
    // Whoever deleted the conversation wants no answer any more.
    if (error instanceof RecordNotFound) return
    logger.warn("A run could not be put in the queue yet; it will be soon.", { runId: run.id, error })
  }
}
