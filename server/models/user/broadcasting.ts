import type {
  ConversingRecord,
  MessageEvent,
  MessageTakenEvent,
  MessageUpdateEvent,
} from "../../ai_engine/index.ts"
import type { Mixable } from "../../lib/mixable.ts"
import {
  broadcastDelay,
  broadcastMessage,
  broadcastProgress,
  broadcastStart,
  shownContent,
} from "./broadcasts.ts"

// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks a mixin's constructor for exactly this shape.
type Conversing = Mixable & (new (...args: any[]) => ConversingRecord)

/** What the engine tells of messages, all open pages are told. */
export function Broadcasting<Base extends Conversing>(base: Base) {
  return class extends base {
    declare fullName: string

    override async aiEngineOnMessageCreate(event: MessageEvent) {
      await broadcastMessage(this, event)
    }

    override async aiEngineOnRunStart(event: MessageEvent) {
      await broadcastStart(this, event)
    }

    override async aiEngineOnEndDelayed(event: MessageEvent) {
      await broadcastDelay(this, event)
    }

    override async aiEngineShownContent(event: MessageTakenEvent) {
      return shownContent(event)
    }

    override async aiEngineOnMessageUpdate(event: MessageUpdateEvent) {
      await broadcastProgress(this, event)
    }
  }
}
