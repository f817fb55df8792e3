import { ApplicationRecord } from "../../lib/application_record.ts"
import { logContext } from "../../lib/log_context.ts"
import { recordsOf } from "../../lib/record_types.ts"
import { Claimable, UNFINISHED, withoutHeartbeat } from "../concerns/claimable.ts"
import { InConversation } from "../concerns/in_conversation.ts"
import { RemoteIdValidatable } from "../concerns/remote_id_validatable.ts"
import { AIEngine, type Api } from "../engine.ts"
import { Assistant } from "./assistant.ts"
import type { Conversation } from "./conversation.ts"
import type { Message } from "./message.ts"
import { columnsOf, type RunTerms } from "./run_terms.ts"

/** What a further try may have otherwise: another assistant, or only another model. */
export type OtherTerms = { assistant?: { terms: RunTerms } | undefined; model?: string | undefined }

const KEPT = [
  "assistantId",
  "assistantName",
  "model",
  "instructions",
  "maxPromptTokens",
  "maxCompletionTokens",
  "parameters",
  "api",
] as const

/** One try at an answer. */
export class Run extends Claimable(InConversation(RemoteIdValidatable(ApplicationRecord))) {
  static override tableName = "ai_engine_runs"
  static override recordType = "Run"
  static override columns = [
    "assistantId",
    "assistantThreadId",
    "remoteId",
    "requestId",
    "status",
    "attempt",
    "claims",
    "assistantName",
    "model",
    "instructions",
    "maxPromptTokens",
    "maxCompletionTokens",
    "parameters",
    "api",
    "promptTokenUsage",
    "completionTokenUsage",
    "usageEstimated",
    "errorCode",
    "errorMessage",
    "heartbeatAt",
    "startedAt",
    "finishedAt",
  ]
  static override limits = {
    remoteId: 255,
    status: 20,
    assistantName: 255,
    model: 100,
    errorCode: 100,
    requestId: 64,
    api: 20,
  }

  declare assistantId: number | null
  /** That of the request which asked for it, for the log. */
  declare requestId: string | null
  declare attempt: number
  declare assistantName: string
  declare model: string
  declare instructions: string
  declare maxPromptTokens: number | null
  declare maxCompletionTokens: number | null
  /** As JSON. */
  declare parameters: string | null
  /** What it speaks; null in runs of earlier versions. */
  declare api: Api | null
  declare promptTokenUsage: number | null
  declare completionTokenUsage: number | null
  /** A number from SQLite. */
  declare usageEstimated: boolean | 0 | 1
  declare errorCode: string | null
  declare errorMessage: string | null
  declare heartbeatAt: Date | null
  declare finishedAt: Date | null

  /** It keeps the terms, and so reads the same after who answers was changed or deleted. */
  static in(conversation: Conversation, terms: RunTerms): Run {
    const { id: assistantThreadId, api } = conversation
    const { requestId = null } = logContext()
    return Run.build({ assistantThreadId, api, ...columnsOf(terms), requestId, attempt: 1, status: "queued" })
  }

  /** Those that nobody performs: their hearts have stopped, or were handed over. */
  static stalled(): Promise<Run[]> {
    return Run.where(withoutHeartbeat)
  }

  /** Whether a heart could beat now: rejects, or takes its time, where the database can only be read. */
  static async tryToWrite() {
    await Run.query().where({ id: 0 }).update({ heartbeatAt: null })
  }

  /** Those whose turn it is: nothing before them in their thread is unfinished. */
  static waiting(thread: { assistantThreadId?: number } = {}): Promise<Run[]> {
    const first = Run.query()
      .where(thread)
      .min("id")
      .whereIn("status", UNFINISHED)
      .groupBy("assistantThreadId")
    return Run.where((query) => query.where({ status: "queued" }).whereIn("id", first))
  }

  /** Undefined where it was deleted, and where a model alone answers. */
  async assistant(): Promise<Assistant | undefined> {
    return this.assistantId === null ? undefined : Assistant.findBy({ id: this.assistantId })
  }

  /** The question, unless this is a further try at it, and the answer. */
  messages(): Promise<Message[]> {
    return recordsOf<Message>("Message", { runId: this.id })
  }

  /** Whether it goes on at its provider while nobody listens. */
  get resumable() {
    return AIEngine.providerOf(this).resumes && this.remoteId !== null
  }

  get released() {
    return this.status === "in_progress" && this.heartbeatAt === null
  }

  get finished() {
    return !UNFINISHED.includes(this.status)
  }

  get retryable() {
    return this.finished && this.status !== "completed"
  }

  /** A further try: by the assistant that is given, as it is now, else with everything as it was. */
  anotherTry({ assistant, model }: OtherTerms = {}): Run {
    const { assistantThreadId, attempt } = this
    const kept = Object.fromEntries(KEPT.map((name) => [name, this[name]]))
    const { requestId = null } = logContext()
    const run = Run.build({
      ...kept,
      ...(assistant && columnsOf(assistant.terms)),
      assistantThreadId,
      requestId,
    })
    return Object.assign(run, { attempt: attempt + 1, model: model ?? run.model, status: "queued" })
  }

  protected override get provider() {
    return AIEngine.providerOf(this)
  }
}
