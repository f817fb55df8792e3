import type { Frame } from "./cable_log.ts"

/** Milliseconds. */
const MOMENT = 2

export type Append = { stream: string; frame: Frame }

/** Resolves to what became of each of them, in their order. */
type Send = (appends: Append[]) => Promise<string[]>

type Waiting = Append & { resolve: (reply: string) => void; reject: (error: unknown) => void }

/**
 * Gathers what is appended within a moment, of whatever streams, into one command: what a frame costs on its way is
 * for the most part what a command costs. The first leaves at once, so that one stream alone never waits.
 */
export class RedisAppends {
  private readonly send: Send
  private waiting: Waiting[] = []
  private moment: NodeJS.Timeout | undefined

  constructor(send: Send) {
    this.send = send
  }

  add(append: Append): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()

    this.waiting.push({ ...append, resolve, reject })
    if (!this.moment) this.flush()
    return promise
  }

  /** Sends what is waiting, and lets what comes in the next moment wait. */
  flush() {
    const appends = this.waiting

    clearTimeout(this.moment)
    this.waiting = []
    this.moment = appends.length > 0 ? setTimeout(() => this.flush(), MOMENT) : undefined
    if (appends.length > 0) void this.sendAll(appends)
  }

  private async sendAll(appends: Waiting[]) {
    try {
      const replies = await this.send(appends)
      for (const [index, { resolve }] of appends.entries()) resolve(replies[index] as string)
    } catch (error) {
      for (const { reject } of appends) reject(error)
    }
  }
}
