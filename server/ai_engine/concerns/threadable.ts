import { AssistantThread } from "../models/assistant_thread.ts"
import { Conversing } from "./conversing.ts"
import type { Mixable } from "../../lib/mixable.ts"

/** Gives a record threads of its own, and tells it of every message that comes or grows in them. */
export function Threadable<Base extends Mixable>(base: Base) {
  return class extends Conversing(base) {
    /** The one last written in comes first. */
    async assistantThreads(): Promise<AssistantThread[]> {
      const threads = await AssistantThread.where((query) =>
        query.where(this.ownership).orderBy("updatedAt", "desc").orderBy("id", "desc"),
      )
      return threads.map((thread) => thread.withOwner(this))
    }

    /** Throws RecordNotFound, also for a thread that is somebody else's. */
    async assistantThread(id: unknown): Promise<AssistantThread> {
      const thread = await AssistantThread.find(id, this.ownership)
      return thread.withOwner(this)
    }

    buildAssistantThread(attributes: Partial<AssistantThread> = {}): AssistantThread {
      return AssistantThread.build({
        ...attributes,
        ...this.ownership,
        kind: AssistantThread.kind,
      }).withOwner(this)
    }

    protected override async beforeDestroy() {
      await super.beforeDestroy()

      for (const thread of await this.assistantThreads()) {
        if (!(await thread.destroy())) this.errors.addAll(thread.errors)
      }
    }
  }
}
