import { ApplicationRecord } from "../../lib/application_record.ts"
import { RecordNotFound } from "../../lib/errors.ts"
import type { BookedUsage } from "../concerns/claimable.ts"
import { InConversation } from "../concerns/in_conversation.ts"
import { RemoteIdValidatable } from "../concerns/remote_id_validatable.ts"
import { AIEngine } from "../engine.ts"
import { Run } from "./run.ts"

export const LONGEST_CONTENT = 200_000

/** What was said: the user's words, or an answer that grows while its run streams. */
export class Message extends InConversation(RemoteIdValidatable(ApplicationRecord)) {
  static override tableName = "ai_engine_messages"
  static override recordType = "Message"
  static override columns = [
    "assistantThreadId",
    "runId",
    "questionId",
    "remoteId",
    "clientId",
    "role",
    "content",
    "model",
    "promptTokenUsage",
    "completionTokenUsage",
    "sequence",
  ]
  static override limits = { remoteId: 255, clientId: 100, role: 20, model: 100 }

  declare runId: number
  /** What it answers; null for the user's words. */
  declare questionId: number | null
  declare clientId: string | null
  declare role: "user" | "assistant"
  declare content: string
  declare model: string | null
  declare promptTokenUsage: number | null
  declare completionTokenUsage: number | null
  /** The provider's number of the last event whose text is in `content`. */
  declare sequence: number | null

  #run: Run | undefined

  /** The question, unless the run is a further try at it, and the answer. */
  static async of(run: Run): Promise<Message[]> {
    const messages = await Message.where({ runId: run.id })
    return messages.map((message) => message.withRun(run))
  }

  /** In no particular order; each knows its run. */
  static async withIds(ids: number[]): Promise<Message[]> {
    const messages = await Message.where((query) => query.whereIn("id", ids))
    const runIds = messages.map(({ runId }) => runId)
    return Message.withRuns(messages, await Run.where((query) => query.whereIn("id", runIds)))
  }

  static withRuns(messages: Message[], runs: Run[]): Message[] {
    const runOf = new Map(runs.map((run) => [run.id, run]))
    return messages.map((message) => message.withRun(runOf.get(message.runId) as Run))
  }

  static async answerOf(run: Run): Promise<Message> {
    const answer = await Message.findBy({ runId: run.id, role: "assistant" })
    if (!answer) throw new RecordNotFound("Answer")

    return answer.withRun(run)
  }

  /** The try that this message belongs to, as its question or as its answer. */
  async run(): Promise<Run> {
    this.#run ??= await Run.find(this.runId)
    return this.#run
  }

  /** All answers to this question, or to the one that this answers, in the order they were asked for. */
  tries(): Promise<Message[]> {
    return Message.where({ questionId: this.place })
  }

  /** Where it stands in its thread; a question shares its place with all tries at its answer. */
  get place() {
    return this.questionId ?? this.id
  }

  /** As it was stored with the answer's end. */
  takeUsage(usage: BookedUsage | undefined) {
    this.promptTokenUsage = usage?.promptTokenUsage ?? null
    this.completionTokenUsage = usage?.completionTokenUsage ?? null
  }

  withRun(run: Run): this {
    this.#run = run
    return this
  }

  protected override get provider() {
    return AIEngine.providerOf(this.#run ?? { api: null })
  }

  protected override async validate() {
    await super.validate()
    if (this.role !== "user") return

    if (this.content.trim() === "") {
      this.errors.add("content", "Write something first.")
    } else if (this.content.length > LONGEST_CONTENT) {
      this.errors.add(
        "content",
        `That is ${this.content.length.toLocaleString("en")} characters; a message may have ${LONGEST_CONTENT.toLocaleString("en")}.`,
      )
    }
  }
}
