import {
  type ContentFrame,
  type Frame,
  isContent,
  type MessageState,
  refusal,
  withCursor,
} from "./cable_log.ts"
import { comparePositions, earlierPosition, positionBefore } from "./position.ts"
import { PART, type PositionedFrame, type Subscription } from "./subscription.ts"

type Entry = { position: string; html: string; message: string | undefined }
type Message = { writer: number; state: MessageState; reset: string; active: string; words: Buffer[] }

export class MemoryStream {
  private entries: Entry[] = []
  private readonly messages = new Map<string, Message>()
  private readonly subscribers = new Set<Subscription>()

  append(position: string, frame: Frame) {
    if (isContent(frame)) this.admit(position, frame)
    if (frame.kind === "refresh") this.forget()
    const message = isContent(frame) ? frame.message : undefined
    this.entries.push({ position, html: frame.html, message })

    if (frame.kind !== "keyframe") {
      const positioned = { position, html: withCursor(frame.html, position) }
      for (const subscriber of this.subscribers) subscriber.push(positioned)
    }
  }

  /** The first part of what came after the cursor. */
  after(cursor: string): PositionedFrame[] {
    const start = this.entries.findIndex(({ position }) => comparePositions(position, cursor) > 0)
    const part = start === -1 ? [] : this.entries.slice(start, start + PART)
    return part.map(({ position, html }) => ({ position, html: withCursor(html, position) }))
  }

  text(message: string) {
    const known = this.messages.get(message)
    const isKnown = known && known.state !== "finished" && known.words.length > 0
    return isKnown ? Buffer.concat(known.words).toString() : undefined
  }

  fence(position: string, message: string, writer: number) {
    const known = this.messages.get(message)

    if (!known) {
      const state = "fenced"
      this.messages.set(message, { writer, state, reset: position, active: position, words: [] })
    } else if (writer >= known.writer) {
      known.writer = writer
      known.active = position
      if (known.state === "open") known.state = "fenced"
    }
    return this.text(message)
  }

  join(subscriber: Subscription) {
    this.subscribers.add(subscriber)
  }

  leave(subscriber: Subscription) {
    subscriber.pause()
    this.subscribers.delete(subscriber)
  }

  /** Just before the earliest frame that the messages being written still need, if any is being written. */
  get replayPosition() {
    const open = [...this.messages.values()].filter(({ state }) => state !== "finished")
    const resets = open.map(({ reset }) => reset)

    return resets.length > 0 ? positionBefore(resets.reduce(earlierPosition)) : undefined
  }

  /** The earliest cursor that misses nothing, where what is older than `oldest` may be gone. */
  floor(oldest: string) {
    return this.replayPosition ? earlierPosition(this.replayPosition, oldest) : oldest
  }

  /** Drops what is older than `oldest`, save what a message still being written needs. */
  trim(oldest: string) {
    for (const [message, { active }] of this.messages) {
      if (comparePositions(active, oldest) < 0) this.messages.delete(message)
    }

    const floor = this.floor(oldest)
    const kept = this.entries.findIndex(({ position }) => comparePositions(position, floor) >= 0)
    this.entries.splice(0, kept === -1 ? this.entries.length : kept)
  }

  get size() {
    return this.entries.length
  }

  get idle() {
    return this.entries.length === 0 && this.messages.size === 0 && this.subscribers.size === 0
  }

  close() {
    for (const { closed } of this.subscribers) closed()
    this.subscribers.clear()
  }

  private forget() {
    this.entries = []
    this.messages.clear()
  }

  private admit(position: string, frame: ContentFrame) {
    const { kind, message, writer } = frame
    const known = this.messages.get(message)
    const refused = refusal(frame, known)
    if (refused) throw refused

    // Bytes, as a piece of a string would keep alive the whole that it was cut from.
    const words = Buffer.from(frame.text)

    if (known && kind === "delta") {
      known.active = position
      known.words.push(words)
    } else {
      const state = kind === "final" ? "finished" : "open"
      this.supersede(message)
      this.messages.set(message, { writer, state, reset: position, active: position, words: [words] })
    }
  }

  private supersede(superseded: string) {
    this.entries = this.entries.filter(({ message }) => message !== superseded)
  }
}
