import { Assistant, AssistantThread, Run } from "../server/ai_engine/index.ts"
import { Storyteller } from "../server/models/storyteller.ts"
import { User } from "../server/models/user.ts"
import type { JobArguments } from "./job.ts"

/** The job's ids are not of one run: it came from elsewhere, or from another state of the database. */
export class ForeignJob extends Error {}

export type JobRecords = Awaited<ReturnType<typeof findJobRecords>>

/** Throws RecordNotFound where they are gone by now. There is no storyteller where that was deleted. */
export async function findJobRecords(job: JobArguments) {
  const run = await Run.find(job.runId)
  assertSame("thread", job.assistantThreadId, run.assistantThreadId)

  const thread = await AssistantThread.find(run.assistantThreadId)
  assertSame("user", `${User.recordType} ${job.userId}`, `${thread.threadableType} ${thread.threadableId}`)

  const user = await User.find(job.userId)
  return { run, assistantThread: thread.withThreadable(user), storyteller: await findStoryteller(run, job) }
}

async function findStoryteller({ assistantId }: Run, { storytellerId }: JobArguments) {
  const assistant = Assistant.query().where({ id: assistantId, assistableType: Storyteller.recordType })
  const [storyteller] = await Storyteller.where((query) =>
    query.whereIn("id", assistant.select("assistableId")),
  )

  if (storyteller) {
    assertSame("storyteller", storytellerId, storyteller.id)
  } else if (await Storyteller.findBy({ id: storytellerId })) {
    throw new ForeignJob("The job's storyteller is not its run's.")
  }
  return storyteller
}

function assertSame(what: string, one: unknown, other: unknown) {
  if (one !== other) throw new ForeignJob(`The job's ${what} is not its run's.`)
}
