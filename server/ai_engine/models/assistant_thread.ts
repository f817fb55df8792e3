import { AIEngine } from "../engine.ts"
import { withProviderErrors } from "../concerns/with_provider_errors.ts"
import { Conversation } from "./conversation.ts"

/** A conversation with assistants; it belongs to one threadable record. */
export class AssistantThread extends Conversation {
  static override recordType = "AssistantThread"
  static override kind = "assistant_thread" as const
  static override noun = "thread"

  override get api() {
    return AIEngine.settings.api
  }

  threadable() {
    return this.owner()
  }

  /** Throws ProviderError. Does nothing where the provider keeps no threads, or where this one is there already. */
  async ensureRemote() {
    if (!this.remoteId) await this.takeRemoteId(await AIEngine.provider.createThread())
  }

  protected override async beforeSave() {
    await super.beforeSave()
    if (!this.persisted) await withProviderErrors(this, () => this.ensureRemote())
  }

  protected override async beforeDestroy() {
    await super.beforeDestroy()
    await withProviderErrors(this, async () => {
      if (this.remoteId) await AIEngine.provider.deleteThread(this.remoteId)
    })
  }
}
