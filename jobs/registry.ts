import type { ApplicationJob } from "./application_job.ts"
import { CreateAssistantMessageAndRun } from "./create_assistant_message_and_run.ts"
import { CreateChatMessageAndStream } from "./create_chat_message_and_stream.ts"
import type { Job, JobArguments } from "./queued_job.ts"

const JOBS: (new () => ApplicationJob<never>)[] = [CreateAssistantMessageAndRun, CreateChatMessageAndStream]

/** What a queue is given to perform its jobs with. */
export async function performJob({ name, arguments: given }: Job, signal: AbortSignal) {
  const JobClass = JOBS.find((job) => job.name === name)
  if (!JobClass) throw new Error(`There is no job "${name}".`)

  await (new JobClass() as ApplicationJob<JobArguments>).perform(given, signal)
}
