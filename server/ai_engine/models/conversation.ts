import { ApplicationRecord } from "../../lib/application_record.ts"
import { characterCount } from "../../lib/characters.ts"
import { RecordNotFound } from "../../lib/errors.ts"
import { findRecord } from "../../lib/record_types.ts"
import { InReadingOrder } from "../concerns/in_reading_order.ts"
import { RemoteIdValidatable } from "../concerns/remote_id_validatable.ts"
import type { ConversingRecord } from "../concerns/conversing.ts"
import type { Api } from "../engine.ts"
import { stopRun } from "../runs/stop_run.ts"
import { Run } from "./run.ts"

const LONGEST_TITLE = 200

export type ConversationKind = "assistant_thread" | "chat"

/** What was said, question by question; it belongs to one record. Assistant threads and chats are rows of one table. */
export abstract class Conversation extends InReadingOrder(RemoteIdValidatable(ApplicationRecord)) {
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

  runs(): Promise<Run[]> {
    return Run.where({ assistantThreadId: this.id })
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
}
