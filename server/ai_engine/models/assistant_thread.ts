import type { Knex } from "knex"
import { ApplicationRecord } from "../../lib/application_record.ts"
import { findRecord } from "../../lib/record_types.ts"
import { RemoteIdValidatable } from "../concerns/remote_id_validatable.ts"
import type { ThreadableRecord } from "../concerns/threadable.ts"
import { AIEngine } from "../engine.ts"
import { remotely } from "../remotely.ts"
import { stopPerforming } from "../stop_performing.ts"
import { Message } from "./message.ts"
import { Run } from "./run.ts"

/** `place` of a message, in SQL. An index serves it. */
const PLACE = "coalesce(question_id, id)"

/** What one page of a thread holds: so many questions, each with all its answers. */
export const QUESTIONS_PER_PAGE = 25

export type ThreadPage = { messages: Message[]; hasEarlier: boolean }

/** What was said, question by question; it belongs to one threadable record. */
export class AssistantThread extends RemoteIdValidatable(ApplicationRecord) {
  static override tableName = "ai_engine_assistant_threads"
  static override recordType = "AssistantThread"
  static override columns = ["threadableType", "threadableId", "remoteId", "title"]

  declare threadableType: string
  declare threadableId: number
  declare title: string | null

  async threadable(): Promise<ThreadableRecord> {
    return (await findRecord(this.threadableType, this.threadableId)) as ThreadableRecord
  }

  /** In the order they are read: every answer below its question, further tries below the earlier ones. Each knows its run. */
  async messages(): Promise<Message[]> {
    const messages = await Message.where((query) => this.said(query).orderByRaw(`${PLACE}, id`))
    return withRuns(messages, await this.runs())
  }

  /** The last of them, or the last above `before`. Reads no more of a long thread than of a short one. */
  async page(before?: Message): Promise<ThreadPage> {
    const questions = await this.lastQuestions(before, QUESTIONS_PER_PAGE + 1)
    const earlier = questions[QUESTIONS_PER_PAGE]
    const messages = await Message.where((query) =>
      this.said(query, before)
        .whereRaw(`${PLACE} > ?`, [earlier ?? 0])
        .orderByRaw(`${PLACE}, id`),
    )
    const runIds = messages.map(({ runId }) => runId)
    const runs = await Run.where((query) => query.whereIn("id", runIds))
    return { messages: withRuns(messages, runs), hasEarlier: earlier !== undefined }
  }

  runs(): Promise<Run[]> {
    return Run.where({ assistantThreadId: this.id })
  }

  /** That of its last answer; a run that was asked for later may be a further try at an earlier one. */
  async lastRun(): Promise<Run | undefined> {
    const [answer] = await Message.where((query) =>
      query.where({ assistantThreadId: this.id }).orderByRaw(`${PLACE} DESC, id DESC`).limit(1),
    )
    return answer?.run()
  }

  /** Whose turn it is, unless one is under way. */
  async nextRun(): Promise<Run | undefined> {
    const [run] = await Run.waiting({ assistantThreadId: this.id })
    return run
  }

  /** Throws ProviderError. Does nothing where the provider keeps no threads, or where this one is there already. */
  async ensureRemote() {
    this.remoteId ??= await AIEngine.provider.createThread()
  }

  /** Their ids, the newest first. */
  private lastQuestions(before: Message | undefined, limit: number): Promise<number[]> {
    const questions = this.said(Message.query(), before).where({ role: "user" })
    return questions.orderByRaw(`${PLACE} DESC, id DESC`).limit(limit).pluck("id")
  }

  private said(query: Knex.QueryBuilder, before?: Message) {
    const here = query.where({ assistantThreadId: this.id })
    return before ? here.whereRaw(`${PLACE} < ?`, [before.place]) : here
  }

  protected override async validate() {
    await super.validate()
    if ((this.title?.length ?? 0) > LONGEST_TITLE)
      this.errors.add("title", `A title may have ${LONGEST_TITLE} characters.`)
  }

  protected override async beforeSave() {
    await super.beforeSave()
    if (!this.persisted) await remotely(this, () => this.ensureRemote())
  }

  protected override async beforeDestroy() {
    await super.beforeDestroy()
    for (const run of await this.runs()) {
      if (await run.end({ status: "cancelled" })) await stopPerforming(run)
    }

    await remotely(this, async () => {
      if (this.remoteId) await AIEngine.provider.deleteThread(this.remoteId)
    })
  }
}

const LONGEST_TITLE = 200

function withRuns(messages: Message[], runs: Run[]) {
  const runOf = new Map(runs.map((run) => [run.id, run]))
  return messages.map((message) => message.withRun(runOf.get(message.runId) as Run))
}
