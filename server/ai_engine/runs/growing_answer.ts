import { logger } from "../../lib/logger.ts"
import { withoutNul } from "../../lib/without_nul.ts"
import type { BookedUsage } from "../concerns/claimable.ts"
import { Message } from "../models/message.ts"
import { Run } from "../models/run.ts"
import type { ProviderEvent } from "../providers/provider.ts"

type Delta = Extract<ProviderEvent, { type: "delta" }>

/** The answer of a run under way: its words as they come, and the row that follows them once in a while. */
export class GrowingAnswer {
  readonly message: Message
  readonly #claims: number
  #isUnsaved = false
  #isSettled = false
  #saving: Promise<void> | undefined

  constructor(message: Message, run: Run) {
    this.message = message
    this.#claims = run.claims
  }

  /** Returns what was added to the message. */
  add({ text, sequence }: Delta) {
    const added = withoutNul(text)
    this.message.content += added
    this.message.sequence = sequence
    this.#isUnsaved = true
    return added
  }

  /** One save at a time, or older words might be written over newer ones. */
  async saveGrowth() {
    if (!this.#isUnsaved || this.#isSettled || this.#saving) return

    this.#saving = this.#saveOrWarn().finally(() => {
      this.#saving = undefined
    })
    await this.#saving
  }

  /** Nothing more is saved by the way, also where the last save fails: done again, it might write over the end. */
  async settle() {
    this.#isSettled = true
    await this.#saving
  }

  /** Only while the run is ours, or was stopped by its reader: an end that somebody else made is not written over. */
  async save(usage?: BookedUsage) {
    const { id, runId, remoteId, content, sequence } = this.message
    const promptTokenUsage = usage?.promptTokenUsage ?? null
    const completionTokenUsage = usage?.completionTokenUsage ?? null
    const ours = Run.query()
      .select("id")
      .where({ id: runId, claims: this.#claims })
      .whereIn("status", ["in_progress", "cancelled"])
    await Message.query()
      .where({ id })
      .whereIn("runId", ours)
      .update({ remoteId, content, sequence, promptTokenUsage, completionTokenUsage, updatedAt: new Date() })
  }

  async #saveOrWarn() {
    this.#isUnsaved = false

    try {
      await this.save()
    } catch (error) {
      this.#isUnsaved = true
      const { runId } = this.message
      logger.warn("An answer could not be saved; the next save holds these words too.", { runId, error })
    }
  }
}
