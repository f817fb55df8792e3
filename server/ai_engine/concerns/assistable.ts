import { RecordNotFound } from "../../lib/errors.ts"
import { logger } from "../../lib/logger.ts"
import { type AskOptions, ask } from "../runs/ask.ts"
import { AIEngine } from "../engine.ts"
import { Assistant } from "../models/assistant.ts"
import type { AssistantThread } from "../models/assistant_thread.ts"
import type { Run } from "../models/run.ts"
import { executeRun } from "../runs/execute_run.ts"
import type { AssistantAttributes, Parameters } from "../providers/provider.ts"
import { withProviderErrors } from "./with_provider_errors.ts"
import type { Mixable } from "../../lib/mixable.ts"

type ThreadOption = { assistantThread: AssistantThread }
type Question = Omit<AskOptions, "terms"> & {
  /** The assistant's own, when left out. */
  model?: string | undefined
}
export type RunOptions = ThreadOption & { signal?: AbortSignal } & (Question | { run: Run })

/** Gives a record an assistant of its own, which is created, updated and deleted with it, here and remotely. */
export function Assistable<Base extends Mixable>(base: Base) {
  return class extends base {
    #createdRemoteId: string | null = null
    #remoteId: string | null = null

    /**
     * To override: what its assistant is to be; what is left out falls back to a default. What is none of its
     * attributes (`temperature`, `top_p`, `reasoning`, `tools` …) is sent to the provider as it is.
     */
    get aiEngineAssistant(): Partial<AssistantAttributes> & Parameters {
      logger.warn(
        `Define aiEngineAssistant in ${this.recordClass.recordType}: name, model, description, instructions.`,
      )
      return {}
    }

    assistant(): Promise<Assistant | undefined> {
      return Assistant.findBy({ assistableType: this.recordClass.recordType, assistableId: this.id })
    }

    /**
     * Stores the words and a queued run with its answer to be, in one transaction. A run that is not `persisted`
     * says in `errors` why ("content"). Throws RecordNotFound where the assistant was deleted meanwhile.
     */
    async aiEngineAsk({ assistantThread, model, ...options }: ThreadOption & Question): Promise<Run> {
      const assistant = await this.assistant()
      if (!assistant) throw new RecordNotFound(`The assistant of ${this.recordClass.recordType} ${this.id}`)

      const { terms } = assistant
      return ask(assistantThread, { terms: { ...terms, model: model ?? terms.model }, ...options })
    }

    /** Asks, or takes a run that was asked for before, and streams the answer. Resolves when the run has ended. */
    async aiEngineRun({ signal, ...options }: RunOptions): Promise<Run> {
      const run = "run" in options ? options.run : await this.aiEngineAsk(options)
      if (run.persisted) await executeRun(run, options.assistantThread, signal)
      return run
    }

    override async save() {
      try {
        return await super.save()
      } catch (error) {
        if (this.#createdRemoteId) await AIEngine.provider.deleteAssistant(this.#createdRemoteId)
        throw error
      } finally {
        this.#createdRemoteId = null
      }
    }

    protected override async beforeSave() {
      await super.beforeSave()
      const assistant = (this.persisted && (await this.assistant())) || this.#buildAssistant()
      const known = assistant.remoteId
      if (!(await assistant.takeAttributes(this.#attributes).valid())) this.errors.addAll(assistant.errors)
      if (this.errors.any) return

      await withProviderErrors(this, async () => {
        const remoteId = await this.#saveRemotely(known)
        if (remoteId === known) return
        await assistant.takeRemoteId(remoteId)
        this.#createdRemoteId = assistant.remoteId
        if (remoteId && !assistant.remoteId) await AIEngine.provider.deleteAssistant(remoteId)
      })
      this.#remoteId = assistant.remoteId
    }

    protected override async afterSave(created: boolean) {
      await super.afterSave?.(created)
      const assistant = (await this.assistant()) ?? this.#buildAssistant()

      assistant.takeAttributes(this.#attributes)
      if (!(await assistant.update({ remoteId: this.#remoteId }))) {
        throw new Error(assistant.errors.sentences.join(" "))
      }
    }

    protected override async beforeDestroy() {
      await super.beforeDestroy()
      const assistant = await this.assistant()

      await withProviderErrors(this, async () => {
        if (assistant?.remoteId) await AIEngine.provider.deleteAssistant(assistant.remoteId)
      })
    }

    protected override async destroyDependents() {
      await super.destroyDependents()
      await (await this.assistant())?.destroy()
    }

    #saveRemotely(remoteId: string | null | undefined) {
      const { provider } = AIEngine
      return remoteId
        ? provider.updateAssistant(remoteId, this.#attributes)
        : provider.createAssistant(this.#attributes)
    }

    #buildAssistant() {
      return Assistant.build({ assistableType: this.recordClass.recordType, assistableId: this.id })
    }

    get #attributes(): AssistantAttributes {
      const {
        name = `Assistant for ${this.recordClass.recordType}`,
        model = AIEngine.settings.models[0],
        description = null,
        instructions = `Assistant for ${this.recordClass.recordType}`,
        maxPromptTokens = null,
        maxCompletionTokens = null,
        ...parameters
      } = this.aiEngineAssistant
      return { name, model, description, instructions, maxPromptTokens, maxCompletionTokens, parameters }
    }
  }
}
