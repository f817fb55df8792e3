import { setTimeout as pause } from "node:timers/promises"
import type { Frame } from "./cable_log.ts"

/** Milliseconds. */
const MOMENT = 3

export type Append = { stream: string; frame: Frame }

/** Resolves to what became of each of them, in their order. */
type Send = (appends: Append[]) => Promise<string[]>

type Waiting = Append & { resolve: (reply: string) => void; reject: (error: unknown) => void }

/**
 * Gathers what is appended within a moment, of whatever streams, into one command: what a frame costs on its way is
 * for the most part what a command costs. The first leaves at once, so that one stream alone never waits. One command
 * at a time: which was the last that reached Redis is then all that it has to remember.
 */
export class RedisAppends {
  private readonly send: Send
  private waiting: Waiting[] = []
  private sending: Promise<void> | undefined

  constructor(send: Send) {
    this.send = send
  }

  add(append: Append): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()

    this.waiting.push({ ...append, resolve, reject })
    this.sending ??= this.sendAll()
    return promise
  }

  /** Resolves when nothing waits. */
  get sent() {
    return Promise.resolve(this.sending)
  }

  private async sendAll() {
    while (this.waiting.length > 0) {
      await Promise.all([this.sendSome(this.waiting.splice(0)), pause(MOMENT)])
    }
    this.sending = undefined
  }

  private async sendSome(appends: Waiting[]) {
    try {
      const replies = await this.send(appends)
      for (const [index, { resolve }] of appends.entries()) resolve(replies[index] as string)
    } catch (error) {
      for (const { reject } of appends) reject(error)
    }
  }
}
