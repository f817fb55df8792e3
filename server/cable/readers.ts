import { logger } from "../lib/logger.ts"
import type { Refusal } from "./refusal.ts"

/** Who reads a stream, and by which session. */
export type Reader = { userId: number; sessionId: number; stream: string }

/** Why readers may read no longer; those who still may are not in it. Asked for all of a process at once. */
export type Revalidate = (readers: Reader[]) => Promise<Map<Reader, Refusal>>

/** An open socket, or a page that is still being sent. */
type Line = { once(event: "close", listener: () => void): unknown }

type Options<Kind extends Line> = {
  /** Of one user. */
  most: number
  revalidate: Revalidate
  /** Says why, and closes it. */
  refuse: (line: Kind, refusal: Refusal) => void
}

/** Milliseconds from the end of one round to the beginning of the next: what has ended is noticed within two seconds. */
const INTERVAL = 1000

/** The open lines of this process: so many a user, and each only as long as its reader may read. */
export class Readers<Kind extends Line> {
  private readonly options: Options<Kind>
  private readonly lines = new Map<Reader, Kind>()
  private readonly counts = new Map<number, number>()
  private failing = false

  constructor(options: Options<Kind>) {
    this.options = options
    this.schedule()
  }

  /** False where the user has as many as may be: then the line is refused. */
  admit(line: Kind, reader: Reader) {
    const { most, refuse } = this.options
    const count = this.counts.get(reader.userId) ?? 0
    if (count >= most) {
      refuse(line, tooMany(most))
      return false
    }

    this.counts.set(reader.userId, count + 1)
    this.lines.set(reader, line)
    line.once("close", () => this.remove(reader))
    return true
  }

  private remove(reader: Reader) {
    const count = (this.counts.get(reader.userId) ?? 0) - 1
    this.lines.delete(reader)

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
      if (this.lines.size > 0) await this.revalidateAll()
      this.failing = false
    } catch (error) {
      // Who may read is not known, and nobody is disturbed for that; once is enough to say so.
      if (!this.failing) logger.warn("The cable could not ask who may still read. It asks again.", { error })
      this.failing = true
    }
    this.schedule()
  }

  private async revalidateAll() {
    const refusals = await this.options.revalidate([...this.lines.keys()])

    for (const [reader, refusal] of refusals) {
      const line = this.lines.get(reader)
      this.lines.delete(reader)
      if (line) this.options.refuse(line, refusal)
    }
  }
}

function tooMany(most: number): Refusal {
  return {
    status: 429,
    reason: `You have ${most} pages open that are kept up to date. Close one, and this one goes on.`,
  }
}
