import { REFRESH, withCursor } from "./cable_log.ts"
import { comparePositions } from "./position.ts"

export type PositionedFrame = { position: string; html: string }

/** What the log has after a cursor: nothing is `missed` where it no longer knows. */
export type Missed = { current: string; missed: PositionedFrame[] | undefined }

/** One subscriber's place in a stream. */
export class RedisSubscription {
  readonly stream: string
  readonly closed: () => void
  private readonly receive: (html: string) => void
  private cursor: string
  private waiting: PositionedFrame[] | undefined
  private attempt = 0

  constructor(stream: string, cursor: string, receive: (html: string) => void, closed: () => void) {
    this.stream = stream
    this.cursor = cursor
    this.receive = receive
    this.closed = closed
    this.pause()
  }

  push(frame: PositionedFrame) {
    if (this.waiting) {
      this.waiting.push(frame)
    } else {
      this.deliver(frame)
    }
  }

  /** Something may have been missed: what comes now waits until `catchUp` has read that. */
  pause() {
    this.attempt += 1
    this.waiting ??= []
  }

  /** Of attempts that overlap only the last counts: the others may have looked before it listened again. */
  async catchUp(missedSince: (cursor: string) => Promise<Missed>) {
    this.pause()
    const attempt = this.attempt
    const { current, missed } = await missedSince(this.cursor)

    if (attempt === this.attempt) {
      if (missed) {
        for (const frame of missed) this.deliver(frame)
      } else {
        this.cursor = current
        this.receive(withCursor(REFRESH, current))
      }
      this.goLive()
    }
  }

  private goLive() {
    const waiting = this.waiting ?? []

    this.waiting = undefined
    for (const frame of waiting) this.deliver(frame)
  }

  private deliver({ position, html }: PositionedFrame) {
    if (comparePositions(position, this.cursor) > 0) {
      this.cursor = position
      this.receive(html)
    }
  }
}
