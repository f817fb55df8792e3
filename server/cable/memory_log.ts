import { type CableLog, type Frame, RETENTION, type Receive } from "./cable_log.ts"
import { MemoryStream } from "./memory_stream.ts"
import { comparePositions, isPosition, laterPosition, positionBefore } from "./position.ts"
import { type Missed, Subscription } from "./subscription.ts"

const SWEEP_INTERVAL = 60_000

/** The cable's log where there is but one process. */
export class MemoryLog implements CableLog {
  private readonly streams = new Map<string, MemoryStream>()
  private readonly retention: number
  private readonly sweeper: NodeJS.Timeout
  private readonly birth = `${Date.now()}-0`
  private last = this.birth

  constructor({ retention = RETENTION } = {}) {
    this.retention = retention
    this.sweeper = setInterval(() => this.sweep(), SWEEP_INTERVAL).unref()
  }

  async append(name: string, frame: Frame) {
    const position = this.nextPosition()

    this.stream(name).append(position, frame)
    return position
  }

  async text(name: string, message: string) {
    return this.stream(name).text(message)
  }

  async position(name: string) {
    return this.stream(name).replayPosition ?? this.now
  }

  async subscribe(name: string, cursor: string, receive: Receive, closed: () => void) {
    const subscription = new Subscription({ cursor, receive, closed }, async (after) =>
      this.missed(name, after),
    )

    this.stream(name).join(subscription)
    await subscription.catchUp()
    return () => this.stream(name).leave(subscription)
  }

  async ping() {}

  async close() {
    clearInterval(this.sweeper)
    for (const stream of this.streams.values()) stream.close()
    this.streams.clear()
  }

  private stream(name: string) {
    const stream = this.streams.get(name) ?? new MemoryStream()

    this.streams.set(name, stream)
    stream.trim(this.oldest)
    return stream
  }

  private missed(name: string, cursor: string): Missed {
    const stream = this.stream(name)
    return { current: this.now, missed: this.holds(cursor, stream) ? stream.after(cursor) : undefined }
  }

  private holds(cursor: string, stream: MemoryStream) {
    const floor = laterPosition(this.birth, stream.floor(this.oldest))

    return (
      isPosition(cursor) && comparePositions(cursor, floor) >= 0 && comparePositions(cursor, this.now) <= 0
    )
  }

  private nextPosition() {
    const fresh = `${Date.now()}-0`

    if (comparePositions(fresh, this.last) > 0) {
      this.last = fresh
    } else {
      const [milliseconds, sequence] = this.last.split("-")
      this.last = `${milliseconds}-${Number(sequence) + 1}`
    }
    return this.last
  }

  /** All that was appended is at or before it, all that will be is after it. */
  private get now() {
    return laterPosition(this.last, positionBefore(`${Date.now()}-0`))
  }

  private get oldest() {
    return `${Date.now() - this.retention}-0`
  }

  private sweep() {
    for (const [name, stream] of this.streams) {
      stream.trim(this.oldest)
      if (stream.idle) this.streams.delete(name)
    }
  }
}
