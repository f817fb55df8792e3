import { REFRESH, type Receive, withCursor } from "./cable_log.ts"
import { comparePositions } from "./position.ts"

/** How many frames are read at once. */
export const PART = 100

/** `first` is the position of the first frame in it, where it is several that were told together. */
export type PositionedFrame = { position: string; html: string; first?: string }

/** What the log has after a cursor, as much as is read at once; nothing is `missed` where it no longer knows. */
export type Missed = { current: string; missed: PositionedFrame[] | undefined }

type Place = { cursor: string; receive: Receive; closed: () => void }

const BEFORE_ALL = "0-0"

/**
 * One subscriber's place in a stream. It is handed what comes; what it may have missed, or was too slow for, it
 * reads from the log, so that nothing has to be kept for it.
 */
export class Subscription {
  readonly closed: () => void
  private readonly read: (cursor: string) => Promise<Missed>
  private readonly receive: Receive
  private cursor: string
  private live = false
  private waiting: PositionedFrame[] | undefined
  private attempt = 0

  constructor({ cursor, receive, closed }: Place, read: (cursor: string) => Promise<Missed>) {
    this.cursor = cursor
    this.receive = receive
    this.closed = closed
    this.read = read
  }

  push(frame: PositionedFrame) {
    if (this.live) {
      const drained = this.hand(frame)
      if (drained) this.goOn(drained).catch(this.closed)
    } else {
      this.waiting?.push(frame)
    }
  }

  /** Takes nothing more until it catches up. */
  pause() {
    this.attempt += 1
    this.live = false
    this.waiting = undefined
  }

  /**
   * Something may have been missed: what comes while it is read waits. Resolves when the first part was handed
   * over. Of attempts that overlap only the last counts: the others may have looked before it listened again.
   */
  async catchUp() {
    this.pause()
    const { attempt } = this
    this.waiting = []
    const { current, missed } = await this.read(this.cursor)

    if (attempt === this.attempt) {
      if (!missed) this.cursor = BEFORE_ALL
      this.live = missed === undefined || missed.length < PART
      this.show([...(missed ?? [refreshAt(current)]), ...(this.live ? this.waiting : [])])
    }
  }

  private show(frames: PositionedFrame[]) {
    const drained = this.take(frames)

    if (drained || !this.live) this.goOn(drained).catch(this.closed)
  }

  /** Stops where the subscriber can take no more for now. */
  private take(frames: PositionedFrame[]) {
    for (const frame of frames) {
      const drained = this.hand(frame)
      if (drained) return drained
    }
    return undefined
  }

  private hand({ position, html, first = position }: PositionedFrame) {
    if (comparePositions(position, this.cursor) <= 0) {
      return undefined
    } else if (comparePositions(first, this.cursor) <= 0) {
      // It has had a part of them; the rest stands in the log.
      return Promise.resolve()
    } else {
      this.cursor = position
      return this.receive(html)
    }
  }

  private async goOn(drained: Promise<void> | undefined) {
    this.pause()
    const { attempt } = this
    await drained
    if (attempt === this.attempt) await this.catchUp()
  }
}

function refreshAt(position: string) {
  return { position, html: withCursor(REFRESH, position) }
}
