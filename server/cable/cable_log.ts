/** How long a frame surely stays readable, in milliseconds. An older cursor is answered with a refresh. */
export const RETENTION = 10 * 60 * 1000

export const REFRESH = `<turbo-stream action="refresh"></turbo-stream>`

export type Frame = EventFrame | RefreshFrame | ContentFrame

/** Adds or removes something on the page; never superseded. It may be replayed onto a page that shows it already. */
export type EventFrame = {
  kind: "event"
  html: string
  /** Which message it adds, where it is one. */
  message?: string
}

/** Stands for all that came before, of which something was lost: pages ask for themselves anew. */
export type RefreshFrame = { kind: "refresh"; html: typeof REFRESH }

/**
 * Says what one message contains:
 * - `delta`: growth; superseded by any later frame below
 * - `snapshot`: the whole; supersedes the message's earlier content, opens the message
 * - `keyframe`: a snapshot for latecomers, which those who watch never see
 * - `final`: a snapshot after which the message is no longer being written
 */
export type ContentFrame = {
  kind: "delta" | "snapshot" | "keyframe" | "final"
  message: string
  html: string
  /** A fencing token: the highest that ever wrote on the message is its one writer. */
  writer: number
  /** The words themselves: of a delta those that the last frame had not, of a final none, else all so far. */
  text: string
}

/** What a log that outlives its processes knows of the database: its newest message, and which was claimed last. */
export type Told = { newest: number; claimed: { message: string; writer: number } | undefined }

/** Takes a frame. Where it returns a promise, it can take no more before that resolves. */
export type Receive = (html: string) => Promise<void> | undefined

/** The frames of every stream, each at its position (`<milliseconds>-<sequence>`). */
export interface CableLog {
  /**
   * Resolves to the frame's position. Frames keep the order of the calls. Rejects with Superseded where
   * another writes the message by now, or has finished it. Rejects with MessageNotOpen for a delta or keyframe
   * whose writer has not begun. After any other rejection nobody knows whether the frame was or will be
   * written. In these last two cases a snapshot sets the message right.
   */
  append(stream: string, frame: Frame): Promise<string>

  /** All the words of a message being written that a reader may have seen; undefined where it knows of none. */
  text(stream: string, message: string): Promise<string | undefined>

  /**
   * Takes the message from this writer and all earlier ones: nothing that they append is taken any more but, of this
   * one, a final. Resolves to the words, as `text` does; there is no moment between the two.
   */
  fence(stream: string, message: string, writer: number): Promise<string | undefined>

  /** From where a page whose rows are read after this call must replay. */
  position(stream: string): Promise<string>

  /**
   * Everything after the cursor, then everything that comes, without gap or doubling; a refresh first where
   * the cursor is too old. Resolves to what unsubscribes. `receive` may be called before that, never after
   * unsubscribing. `closed` is called when the log can serve this subscriber no longer.
   */
  subscribe(stream: string, cursor: string, receive: Receive, closed: () => void): Promise<() => void>

  /** Does what else it does, and rejects where that can't be done. */
  check(): Promise<void>
  close(): Promise<void>
}

/** The log holds no beginning of the message by this writer: it never began, or the log was lost. */
export class MessageNotOpen extends Error {
  override message = "A snapshot of the message must come before its deltas."
}

/** The log can't be read or written for now; who keeps it has said so in the app's log. */
export class LogUnavailable extends Error {}

/** The frame comes too late: its message has a later writer, or has ended. */
export class Superseded extends Error {
  override message = "The message is no longer this writer's."
}

/** Open while it grows. A fenced one waits for its final, or for a later writer. */
export type MessageState = "open" | "fenced" | "finished"

export function isContent(frame: Frame): frame is ContentFrame {
  return frame.kind !== "event" && frame.kind !== "refresh"
}

type Known = { writer: number; state: MessageState }

/** Why a frame is refused, where it is, by what the log knows of its message. */
export function refusal({ kind, writer }: ContentFrame, known: Known | undefined) {
  const isLate = known && known.state !== "open" && writer === known.writer && kind !== "final"

  if (known && (isLate || writer < known.writer)) {
    return new Superseded()
  } else if (known?.writer !== writer && (kind === "delta" || kind === "keyframe")) {
    return new MessageNotOpen()
  } else {
    return undefined
  }
}

/** A frame is taken in whole or not at all, so its first element carries the cursor for all of them. */
export function withCursor(html: string, cursor: string) {
  return html.replace("<turbo-stream", `<turbo-stream cursor="${cursor}"`)
}
