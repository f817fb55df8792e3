import type { ApplicationRecord } from "../../lib/application_record.ts"
import { logger } from "../../lib/logger.ts"
import type { Conversation } from "../models/conversation.ts"
import { findConversation } from "../models/find_conversation.ts"
import type { Message } from "../models/message.ts"
import type { Mixable } from "../../lib/mixable.ts"

// Said once, not once per chunk.
const askedFor = new Set<string>()

export type MessageEvent = { message: Message; conversation: Conversation }

/** `added` is what its content has grown by; undefined when the answer has ended. */
export type MessageUpdateEvent = MessageEvent & { added?: string | undefined }

/** `claims` says which claim of the run its writer had. */
export type MessageTakenEvent = MessageEvent & { claims: number }

/** What whoever owns conversations is told of every message that comes or grows in them. */
export function Conversing<Base extends Mixable>(base: Base) {
  return class extends base {
    /** To override: a message was written, the user's or an answer that is still empty. */
    async aiEngineOnMessageCreate(_event: MessageEvent): Promise<void> {
      this.#askFor("aiEngineOnMessageCreate")
    }

    /** To override: once per chunk of an answer, and once more when it has ended and its usage is known. */
    async aiEngineOnMessageUpdate(_event: MessageUpdateEvent): Promise<void> {
      this.#askFor("aiEngineOnMessageUpdate")
    }

    /** To override: a run was claimed, its message is about to grow. */
    async aiEngineOnRunStart(_event: MessageEvent): Promise<void> {}

    /** To override: all of an answer is here, and the database does not take its end yet. That is tried for as long as it takes. */
    async aiEngineOnEndDelayed(_event: MessageEvent): Promise<void> {}

    /**
     * To override: an unfinished answer is taken from who writes it, in case that one only sleeps. From now on nothing
     * written under this claim or an earlier one may be shown any more; then, which words readers may have seen. The
     * row may be a second behind.
     */
    async aiEngineShownContent(_event: MessageTakenEvent): Promise<string | undefined> {
      return undefined
    }

    /** Of any kind. Throws RecordNotFound, also for one that is somebody else's. */
    async conversation(id: number): Promise<Conversation> {
      const conversation = await findConversation(id, this.ownership)
      return conversation.withOwner(this)
    }

    protected get ownership() {
      return { threadableType: this.recordClass.recordType, threadableId: this.id }
    }

    #askFor(hook: string) {
      const name = `${this.recordClass.recordType}.${hook}`
      if (askedFor.has(name)) return

      askedFor.add(name)
      logger.info(
        `Define ${hook}({ message }) in ${this.recordClass.recordType} to show its messages as they come.`,
      )
    }
  }
}

export type ConversingRecord = InstanceType<ReturnType<typeof Conversing<typeof ApplicationRecord>>>
