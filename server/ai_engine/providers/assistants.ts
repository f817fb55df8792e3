import { NotFoundError } from "openai"
import { AssistantRun } from "./assistant_run.ts"
import type { EventQueue } from "./event_queue.ts"
import { OpenAIProvider } from "./open_ai_provider.ts"
import type { AssistantAttributes, LastEvent, ProviderMessage, RunRequest } from "./provider.ts"
import { retrying } from "./retrying.ts"

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
    const { id } = await this.#call(() => this.client.beta.assistants.create(assistantBody(attributes)))
    return id
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
    const { id } = await this.#call(() => this.client.beta.threads.create({}))
    return id
  }

  override async deleteThread(remoteId: string) {
    await this.#delete(() => this.client.beta.threads.delete(remoteId))
  }

  override async createMessage(threadRemoteId: string, { role, content }: ProviderMessage): Promise<string> {
    const { id } = await this.#call(() =>
      this.client.beta.threads.messages.create(threadRemoteId, { role, content }),
    )
    return id
  }

  protected override answer(request: RunRequest, queue: EventQueue): Promise<LastEvent> {
    return new AssistantRun(this.client, request, this.idleTimeout, queue).answer()
  }

  async #call<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await retrying(call)
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

function assistantBody({ name, model, description, instructions }: AssistantAttributes) {
  return { name, model, description, instructions }
}
