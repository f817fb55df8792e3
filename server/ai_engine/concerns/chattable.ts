import { type AskOptions, ask } from "../runs/ask.ts"
import { AIEngine } from "../engine.ts"
import { Chat } from "../models/chat.ts"
import type { Run } from "../models/run.ts"
import { executeRun } from "../runs/execute_run.ts"
import { Conversing } from "./conversing.ts"
import type { Mixable } from "../../lib/mixable.ts"

type ChatOption = { chat: Chat }
type Question = Omit<AskOptions, "terms"> & {
  /** That of the chat's last answer, when left out. */
  model?: string | undefined
}
type ChatRunOptions = ChatOption & { signal?: AbortSignal } & (Question | { run: Run })

/** Gives a record chats of its own, and tells it of every message that comes or grows in them. */
export function Chattable<Base extends Mixable>(base: Base) {
  return class extends Conversing(base) {
    /** The one last written in comes first. */
    async chats(): Promise<Chat[]> {
      const chats = await Chat.where((query) =>
        query.where(this.ownership).orderBy("updatedAt", "desc").orderBy("id", "desc"),
      )
      return chats.map((chat) => chat.withOwner(this))
    }

    /** Throws RecordNotFound, also for a chat that is somebody else's. */
    async chat(id: unknown): Promise<Chat> {
      const chat = await Chat.find(id, this.ownership)
      return chat.withOwner(this)
    }

    buildChat(attributes: Partial<Chat> = {}): Chat {
      return Chat.build({ ...attributes, ...this.ownership, kind: Chat.kind }).withOwner(this)
    }

    /**
     * Stores the words and a queued run with its answer to be, in one transaction. A run that is not `persisted`
     * says in `errors` why ("content").
     */
    async aiEngineAskInChat({ chat, model, ...options }: ChatOption & Question): Promise<Run> {
      return ask(chat, {
        terms: chat.terms(model ?? (await chat.lastModel()) ?? AIEngine.settings.models[0]),
        ...options,
      })
    }

    /** Asks, or takes a run that was asked for before, and streams the answer. Resolves when the run has ended. */
    async aiEngineRunInChat({ signal, ...options }: ChatRunOptions): Promise<Run> {
      const run = "run" in options ? options.run : await this.aiEngineAskInChat(options)
      if (run.persisted) await executeRun(run, options.chat, signal)
      return run
    }

    protected override async beforeDestroy() {
      await super.beforeDestroy()

      for (const chat of await this.chats()) {
        if (!(await chat.destroy())) this.errors.addAll(chat.errors)
      }
    }
  }
}
