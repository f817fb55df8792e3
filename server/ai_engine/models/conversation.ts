import type { Knex } from "knex"
import { ApplicationRecord } from "../../lib/application_record.ts"
import { characterCount } from "../../lib/characters.ts"
import { RecordNotFound } from "../../lib/errors.ts"
import { findRecord } from "../../lib/record_types.ts"
import { AS_WRITTEN } from "../../lib/table_record.ts"
import { RemoteIdValidatable } from "../concerns/remote_id_validatable.ts"
import type { ConversingRecord } from "../concerns/conversing.ts"
import type { Api } from "../engine.ts"
import { stopRun } from "../runs/stop_run.ts"
import { Message } from "./message.ts"
import { type MessageStamp, stampColumns, stampOf } from "./message_stamp.ts"
import { Run } from "./run.ts"

/** `place` of a message, in SQL. An index serves it. */
const PLACE = "coalesce(ai_engine_messages.question_id, ai_engine_messages.id)"
const IN_ORDER = `${PLACE}, ai_engine_messages.id`
const BACKWARDS = `${PLACE} DESC, ai_engine_messages.id DESC`

/** What one page of a thread holds: so many questions, each with all its answers. */
const QUESTIONS_PER_PAGE = 25

const READ_AT_ONCE = 50
const LONGEST_TITLE = 200

export type ConversationKind = "assistant_thread" | "chat"

export type ConversationPage = { stamps: MessageStamp[]; hasEarlier: boolean }

/** What was said, question by question; it belongs to one record. Assistant threads and chats are rows of one table. */
export abstract class Conversation extends RemoteIdValidatable(ApplicationRecord) {
  static override tableName = "ai_engine_assistant_threads"
  static override columns = ["threadableType", "threadableId", "kind", "remoteId", "title"]
  static override limits = { threadableType: 100, kind: 20, remoteId: 255, title: 200 }
  static kind: ConversationKind
  /** For people. */
  static noun: string

  declare threadableType: string
  declare threadableId: number
  declare kind: ConversationKind
  declare title: string | null

  #owner: ConversingRecord | undefined

  /** Those of this class alone. */
  static override query() {
    return super.query().where({ [`${this.tableName}.kind`]: this.kind })
  }

  /** What its runs speak. */
  abstract get api(): Api

  /** Until the first message gives it a title, or somebody does. */
  get name(): string {
    return this.title ?? `Untitled ${this.noun}`
  }

  get noun(): string {
    return (this.constructor as typeof Conversation).noun
  }

  async owner(): Promise<ConversingRecord> {
    this.#owner ??= (await findRecord(this.threadableType, this.threadableId)) as ConversingRecord
    return this.#owner
  }

  withOwner(owner: ConversingRecord): this {
    this.#owner = owner
    return this
  }

  /** In the order they are read: every answer below its question, further tries below the earlier ones. Each knows its run. */
  async messages(): Promise<Message[]> {
    const messages = await Message.where((query) => this.said(query).orderByRaw(IN_ORDER))
    return Message.withRuns(messages, await this.runs())
  }

  /** The question with this id and what was said before it, newest first. Only as much is read as is asked for. */
  async *backFrom(questionId: number): AsyncGenerator<Message> {
    let before = [questionId, questionId + 1]
    let messages: Message[]

    do {
      messages = await Message.where((query) =>
        this.said(query)
          .whereRaw(`(${PLACE}, ai_engine_messages.id) < (?, ?)`, before)
          .orderByRaw(BACKWARDS)
          .limit(READ_AT_ONCE, AS_WRITTEN),
      )
      yield* messages
      before = messages.slice(-1).flatMap(({ place, id }) => [place, id])
    } while (messages.length === READ_AT_ONCE)
  }

  /** The last of them, or the last above `before`. Reads no more of a long thread than of a short one. */
  async page(before?: Message): Promise<ConversationPage> {
    const questions = await this.lastQuestions(before, QUESTIONS_PER_PAGE + 1)
    const earlier = questions[QUESTIONS_PER_PAGE]
    const rows = await this.said(Message.query(), before)
      .whereRaw(`${PLACE} > ?`, [earlier ?? 0])
      .join("ai_engine_runs", "ai_engine_runs.id", "ai_engine_messages.run_id")
      .select(stampColumns())
      .orderByRaw(IN_ORDER)
    return { stamps: rows.map(stampOf), hasEarlier: earlier !== undefined }
  }

  runs(): Promise<Run[]> {
    return Run.where({ assistantThreadId: this.id })
  }

  /** That of its last answer; a run that was asked for later may be a further try at an earlier one. */
  async lastRun(): Promise<Run | undefined> {
    const last = this.said(Message.query()).orderByRaw(BACKWARDS).limit(1, AS_WRITTEN)
    const [run] = await Run.where((query) => query.whereIn("id", last.select("runId")))
    return run
  }

  /** That of its last answer; undefined where there is none yet. */
  async lastModel(): Promise<string | undefined> {
    return (await this.lastRun())?.model
  }

  /** Whose turn it is, unless one is under way. */
  async nextRun(): Promise<Run | undefined> {
    const [run] = await Run.waiting({ assistantThreadId: this.id })
    return run
  }

  protected override async validate() {
    await super.validate()
    this.kind ??= (this.constructor as typeof Conversation).kind
    if (characterCount(this.title ?? "") > LONGEST_TITLE)
      this.errors.add("title", `A title may have ${LONGEST_TITLE} characters.`)
  }

  protected override async beforeDestroy() {
    await super.beforeDestroy()
    for (const run of await this.runs()) {
      if (await run.end({ status: "cancelled" })) await stopRun(run)
    }
  }

  protected override vanished() {
    throw new RecordNotFound(this.recordClass.recordType)
  }

  /** Their ids, the newest first. */
  private lastQuestions(before: Message | undefined, limit: number): Promise<number[]> {
    const questions = this.said(Message.query(), before).where({ role: "user" })
    return questions.orderByRaw(BACKWARDS).limit(limit, AS_WRITTEN).pluck("ai_engine_messages.id")
  }

  private said(query: Knex.QueryBuilder, before?: Message) {
    const here = query.where("ai_engine_messages.assistant_thread_id", this.id)
    return before ? here.whereRaw(`${PLACE} < ?`, [before.place]) : here
  }
}
