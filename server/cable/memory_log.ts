import { type CableLog, type Frame, RETENTION, type Receive } from "./cable_log.ts"
import { MemoryStream } from "./memory_stream.ts"
import { comparePositions, isPosition, laterPosition, positionBefore } from "./position.ts"
import { type Missed, Subscription } from "./subscription.ts"

const SWEEP_INTERVAL = 60_000

/** The cable's log where there is but one process. */
export class MemoryLog implements CableLog {
  private readonly streams = new Map<string, MemoryStream>()
  private readonly sweeper: NodeJS.Timeout
  private milliseconds = Date.now()
  private sequence = 0
  private readonly birth = `${this.milliseconds}-0`
  private last = this.birth

  constructor() {
    this.sweeper = setInterval(() => this.sweep(), SWEEP_INTERVAL).unref()
  }

  async append(name: string, frame: Frame) {
    const position = this.nextPosition()
    const stream = this.stream(name)

    // Most frames are deltas: what looks at the whole log is left to the others.
    if (frame.kind !== "delta") stream.trim(this.oldest)
    stream.append(position, frame)
    return position
  }

  async text(name: string, message: string) {
    return this.trimmed(name).text(message)
  }

  async fence(name: string, message: string, writer: number) {
    return this.trimmed(name).fence(this.nextPosition(), message, writer)
  }

  async position(name: string) {
    return this.trimmed(name).replayPosition ?? this.now
  }

  async subscribe(name: string, cursor: string, receive: Receive, closed: () => void) {
    const subscription = new Subscription({ cursor, receive, closed }, async (after) =>
      this.missed(name, after),
    )

    this.stream(name).join(subscription)
    await subscription.catchUp()
    return () => this.stream(name).leave(subscription)
  }

  /** How many frames it keeps, of each stream that it knows. */
  get sizes() {
    return new Map([...this.streams].map(([name, { size }]) => [name, size]))
  }

  async check() {}

  async close() {
    clearInterval(this.sweeper)
    for (const stream of this.streams.values()) stream.close()
    this.streams.clear()
  }

  private stream(name: string) {
    const known = this.streams.get(name)
    if (known) return known

    const stream = new MemoryStream()
    this.streams.set(name, stream)
    return stream
  }

  private trimmed(name: string) {
    const stream = this.stream(name)
    stream.trim(this.oldest)
    return stream
  }

  private missed(name: string, cursor: string): Missed {
    const stream = this.trimmed(name)
    return { current: this.now, missed: this.holds(cursor, stream) ? stream.after(cursor) : undefined }
  }

  private holds(cursor: string, stream: MemoryStream) {
    const floor = laterPosition(this.birth, stream.floor(this.oldest))

    return (
      isPosition(cursor) && comparePositions(cursor, floor) >= 0 && comparePositions(cursor, this.now) <= 0
    )
  }

  private nextPosition() {
    const now = Date.now()

    if (now > this.milliseconds) {
      this.milliseconds = now
      this.sequence = 0
    } else {
      this.sequence += 1
    }
    this.last = `${this.milliseconds}-${this.sequence}`
    return this.last
  }

  /** All that was appended is at or before it, all that will be is after it. */
  private get now() {
    return laterPosition(this.last, positionBefore(`${Date.now()}-0`))
  }

  private get oldest() {
    return `${Date.now() - RETENTION}-0`
  }

  private sweep() {
    for (const [name, stream] of this.streams) {
      stream.trim(this.oldest)
      if (stream.idle) this.streams.delete(name)
    }
  }
}
