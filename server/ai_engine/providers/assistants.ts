import { NotFoundError } from "openai"
import { AssistantRun } from "./assistant_run.ts"
import type { EventQueue } from "./event_queue.ts"
import { OpenAIProvider } from "./open_ai_provider.ts"
import type { AssistantAttributes, LastEvent, ProviderMessage, RunRequest } from "./provider.ts"
import { retrying } from "./retrying.ts"
import { UnreadableAnswer } from "./unreadable_answer.ts"

/** Assistants v2: assistants, threads and messages live at the provider. OpenAI ended it, other servers still speak it. */
export class AssistantsProvider extends OpenAIProvider {
  override readonly keepsThreads = true

  override readonly remoteIdPrefixes = {
    Assistant: ["asst_"],
    AssistantThread: ["thread_"],
    Run: ["run_"],
    Message: ["msg_"],
  }

  override async createAssistant(attributes: AssistantAttributes): Promise<string> {
    return this.#create(() => this.client.beta.assistants.create(assistantBody(attributes)))
  }

  override async updateAssistant(remoteId: string, attributes: AssistantAttributes): Promise<string> {
    try {
      await retrying(() => this.client.beta.assistants.update(remoteId, assistantBody(attributes)))
      return remoteId
    } catch (error) {
      if (error instanceof NotFoundError) return this.createAssistant(attributes)
      throw this.errorFrom(error)
    }
  }

  override async deleteAssistant(remoteId: string) {
    await this.#delete(() => this.client.beta.assistants.delete(remoteId))
  }

  override async createThread(): Promise<string> {
    return this.#create(() => this.client.beta.threads.create({}))
  }

  override async deleteThread(remoteId: string) {
    await this.#delete(() => this.client.beta.threads.delete(remoteId))
  }

  override async createMessage(threadRemoteId: string, { role, content }: ProviderMessage): Promise<string> {
    return this.#create(() => this.client.beta.threads.messages.create(threadRemoteId, { role, content }))
  }

  protected override answer(request: RunRequest, queue: EventQueue): Promise<LastEvent> {
    return new AssistantRun(this.client, request, this.idleTimeout, queue).answer()
  }

  /** Answers its id. Somebody else's server may answer with a page, or with nothing. */
  async #create(call: () => Promise<{ id?: unknown } | null>): Promise<string> {
    try {
      const created = await retrying(call)
      if (typeof created?.id === "string") return created.id
      throw new UnreadableAnswer(null, JSON.stringify(created) ?? "")
    } catch (error) {
      throw this.errorFrom(error)
    }
  }

  async #delete(call: () => Promise<unknown>) {
    try {
      await retrying(call)
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw this.errorFrom(error)
    }
  }
}

function assistantBody({ name, model, description, instructions, parameters }: AssistantAttributes) {
  return { ...parameters, name, model, description, instructions }
}
