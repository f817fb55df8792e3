import { ApplicationRecord } from "../../lib/application_record.ts"
import { RemoteIdValidatable } from "../concerns/remote_id_validatable.ts"
import { underWay } from "../under_way.ts"
import type { Assistant } from "./assistant.ts"

export type RunStatus = "queued" | "in_progress" | "completed" | "incomplete" | "failed" | "cancelled"

/** How a run ended; `errorMessage` is a sentence for people. */
export type Outcome = {
  status: Exclude<RunStatus, "queued" | "in_progress">
  errorCode?: string
  errorMessage?: string
  promptTokenUsage?: number | null
  completionTokenUsage?: number | null
}

const UNFINISHED: RunStatus[] = ["queued", "in_progress"]
const HEARTBEAT_LIMIT = 8_000
const KEPT = [
  "assistantThreadId",
  "assistantId",
  "assistantName",
  "model",
  "instructions",
  "maxPromptTokens",
  "maxCompletionTokens",
] as const

/** One try at an answer. Its status only moves forward, by conditional updates: who comes second changes nothing. */
export class Run extends RemoteIdValidatable(ApplicationRecord) {
  static override tableName = "ai_engine_runs"
  static override recordType = "Run"
  static override columns = [
    "assistantId",
    "assistantThreadId",
    "remoteId",
    "status",
    "attempt",
    "assistantName",
    "model",
    "instructions",
    "maxPromptTokens",
    "maxCompletionTokens",
    "promptTokenUsage",
    "completionTokenUsage",
    "errorCode",
    "errorMessage",
    "heartbeatAt",
    "startedAt",
    "finishedAt",
  ]

  declare assistantId: number | null
  declare assistantThreadId: number
  declare status: RunStatus
  declare attempt: number
  declare assistantName: string
  declare model: string
  declare instructions: string
  declare maxPromptTokens: number | null
  declare maxCompletionTokens: number | null
  declare promptTokenUsage: number | null
  declare completionTokenUsage: number | null
  declare errorCode: string | null
  declare errorMessage: string | null
  declare heartbeatAt: Date | null
  declare startedAt: Date | null
  declare finishedAt: Date | null

  /** It keeps what the assistant is now, and so reads the same after that was changed or deleted. */
  static for(assistant: Assistant, attributes: Partial<Run>): Run {
    const { id: assistantId, name: assistantName, model, instructions } = assistant
    const { maxPromptTokens, maxCompletionTokens } = assistant
    const terms = { assistantId, assistantName, model, instructions, maxPromptTokens, maxCompletionTokens }
    return Run.build({ ...terms, ...attributes, status: "queued" })
  }

  /** Those whose process died: their hearts have stopped. */
  static stopped(): Promise<Run[]> {
    const limit = new Date(Date.now() - HEARTBEAT_LIMIT)
    return Run.where((query) => query.where({ status: "in_progress" }).where("heartbeatAt", "<", limit))
  }

  /** Those whose turn it is: nothing before them in their thread is unfinished. */
  static waiting(): Promise<Run[]> {
    const first = Run.query().min("id").whereIn("status", UNFINISHED).groupBy("assistantThreadId")
    return Run.where((query) => query.where({ status: "queued" }).whereIn("id", first))
  }

  get finished() {
    return !UNFINISHED.includes(this.status)
  }

  get retryable() {
    return this.finished && this.status !== "completed"
  }

  /** A further try with everything as it was. */
  anotherTry(): Run {
    const terms = KEPT.map((name) => [name, this[name]])
    return Run.build({ ...Object.fromEntries(terms), status: "queued", attempt: this.attempt + 1 })
  }

  /** Makes this process the one that performs it; false when it is another's, or not its turn yet. */
  async claim(): Promise<boolean> {
    const earlier = Run.query()
      .where({ assistantThreadId: this.assistantThreadId })
      .whereIn("status", UNFINISHED)
      .where("id", "<", this.id)
    const now = new Date()
    const claimed = await Run.query()
      .where({ id: this.id, status: "queued" })
      .whereNotExists(earlier)
      .update({ status: "in_progress", startedAt: now, heartbeatAt: now, updatedAt: now })

    if (claimed > 0) await this.reload()
    return claimed > 0
  }

  /** False when the run was ended by somebody else: who performs it has to stop. */
  async beat(): Promise<boolean> {
    const beaten = await Run.query()
      .where({ id: this.id, status: "in_progress" })
      .update({ heartbeatAt: new Date() })
    return beaten > 0
  }

  /**
   * False when it had ended already; nothing of that end is overwritten. The provider is hung up on at once where
   * this process performs the run; another process notices at its next heartbeat.
   */
  async end(outcome: Outcome, from: RunStatus[] = UNFINISHED): Promise<boolean> {
    const now = new Date()
    const ended = await Run.query()
      .where({ id: this.id })
      .whereIn("status", from)
      .update({ ...outcome, finishedAt: now, updatedAt: now })

    if (ended > 0) {
      underWay.get(this.id)?.abort()
      await this.reload()
    }
    return ended > 0
  }
}
