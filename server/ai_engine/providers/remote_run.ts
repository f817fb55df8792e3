import { setTimeout as pause } from "node:timers/promises"
import type { OpenAI } from "openai"
import type { Message } from "openai/resources/beta/threads/messages"
import type { Run } from "openai/resources/beta/threads/runs/runs"
import { loopTimeout } from "../../lib/loop_timer.ts"

const POLL_INTERVAL = 250
const CANCEL_TIMEOUT = 5_000
const UNSETTLED = ["queued", "in_progress", "cancelling"]

/** A run at the provider, asked about from beside its stream. */
export class RemoteRun {
  readonly id: string
  readonly #threads: OpenAI["beta"]["threads"]
  readonly #threadId: string
  readonly #signal: AbortSignal

  constructor(id: string, client: OpenAI, threadId: string, signal: AbortSignal) {
    this.id = id
    this.#threads = client.beta.threads
    this.#threadId = threadId
    this.#signal = signal
  }

  /** Nothing while the server can't be asked: what cut the stream may go on for a while. */
  async retrieve(): Promise<Run | undefined> {
    const query = { thread_id: this.#threadId }
    return this.#threads.runs.retrieve(this.id, query, { signal: this.#signal }).catch(() => undefined)
  }

  /** The run once it has ended, or nothing when it takes longer than `milliseconds`. */
  async settled(milliseconds: number): Promise<Run | undefined> {
    const deadline = Date.now() + milliseconds

    while (Date.now() < deadline) {
      const run = await this.retrieve()
      if (run && !UNSETTLED.includes(run.status)) return run
      await pause(POLL_INTERVAL, undefined, { signal: this.#signal })
    }
  }

  /** Oldest first, and none when the server can't be asked. It may ignore the filter, so that is applied here too. */
  async messages(): Promise<Message[]> {
    const query = { run_id: this.id, order: "asc" } as const
    const page = await this.#threads.messages
      .list(this.#threadId, query, { signal: this.#signal })
      .catch(() => undefined)
    return page?.data.filter((message) => message.role === "assistant" && message.run_id === this.id) ?? []
  }

  /** Whether it could be stopped changes nothing here. */
  async cancel() {
    const query = { thread_id: this.#threadId }
    await this.#threads.runs
      .cancel(this.id, query, { signal: loopTimeout(CANCEL_TIMEOUT) })
      .catch(() => undefined)
  }
}
