import type { WebSocket } from "ws"
import { logger } from "../lib/logger.ts"
import { closeFor, type Refusal } from "./refusal.ts"

/** Who reads a stream, and by which session. */
export type Reader = { userId: number; sessionId: number; stream: string }

/** Why readers may read no longer; those who still may are not in it. Asked for all of a process at once. */
export type Revalidate = (readers: Reader[]) => Promise<Map<Reader, Refusal>>

type Options = {
  socketsPerUser: number
  revalidate: Revalidate
}

/** Milliseconds from the end of one round to the beginning of the next: what has ended is noticed within two seconds. */
const INTERVAL = 1000

/** The open sockets of this process: so many a user, and each only as long as its reader may read. */
export class Readers {
  private readonly options: Options
  private readonly sockets = new Map<Reader, WebSocket>()
  private readonly counts = new Map<number, number>()
  private failing = false

  constructor(options: Options) {
    this.options = options
    this.schedule()
  }

  /** False where the user has as many as may be: then the socket is closed, and says why. */
  admit(websocket: WebSocket, reader: Reader) {
    const { socketsPerUser } = this.options
    const count = this.counts.get(reader.userId) ?? 0
    if (count >= socketsPerUser) {
      closeFor(websocket, tooMany(socketsPerUser))
      return false
    }

    this.counts.set(reader.userId, count + 1)
    this.sockets.set(reader, websocket)
    websocket.once("close", () => this.remove(reader))
    return true
  }

  private remove(reader: Reader) {
    const count = (this.counts.get(reader.userId) ?? 0) - 1
    this.sockets.delete(reader)

    if (count > 0) {
      this.counts.set(reader.userId, count)
    } else {
      this.counts.delete(reader.userId)
    }
  }

  private schedule() {
    setTimeout(() => this.round(), INTERVAL).unref()
  }

  private async round() {
    try {
      if (this.sockets.size > 0) await this.revalidateAll()
      this.failing = false
    } catch (error) {
      // Who may read is not known, and nobody is disturbed for that; once is enough to say so.
      if (!this.failing) logger.warn("The cable could not ask who may still read. It asks again.", { error })
      this.failing = true
    }
    this.schedule()
  }

  private async revalidateAll() {
    const refusals = await this.options.revalidate([...this.sockets.keys()])

    for (const [reader, refusal] of refusals) {
      const websocket = this.sockets.get(reader)
      this.sockets.delete(reader)
      if (websocket) closeFor(websocket, refusal)
    }
  }
}

function tooMany(most: number): Refusal {
  return {
    status: 429,
    reason: `You have ${most} pages open that are kept up to date. Close one, and this one goes on.`,
  }
}
