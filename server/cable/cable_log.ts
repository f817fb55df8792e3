/** How long a frame surely stays readable, in milliseconds. An older cursor is answered with a refresh. */
export const RETENTION = 10 * 60 * 1000

export const REFRESH = `<turbo-stream action="refresh"></turbo-stream>`

export type Frame = EventFrame | ContentFrame

/** Adds or removes something on the page; never superseded. It may be replayed onto a page that shows it already. */
export type EventFrame = {
  kind: "event"
  html: string
}

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
}

/** The frames of every stream, each at its position (`<milliseconds>-<sequence>`). */
export interface CableLog {
  /**
   * Resolves to the frame's position. Frames keep the order of the calls. Rejects with MessageNotOpen for a
   * delta the log has no beginning of. After any other rejection nobody knows whether the frame was or will
   * be written. In all these cases a snapshot sets the message right.
   */
  append(stream: string, frame: Frame): Promise<string>

  /** From where a page whose rows are read after this call must replay. */
  position(stream: string): Promise<string>

  /**
   * Everything after the cursor, then everything that comes, without gap or doubling; a refresh first where
   * the cursor is too old. `receive` may be called before the promise resolves, never after unsubscribing.
   * `closed` is called when the log can serve this subscriber no longer.
   */
  subscribe(
    stream: string,
    cursor: string,
    receive: (html: string) => void,
    closed: () => void,
  ): Promise<() => void>

  ping(): Promise<void>
  close(): Promise<void>
}

/** The log holds no beginning of the delta's message: it was never begun, has ended, or was lost. */
export class MessageNotOpen extends Error {
  override message = "A snapshot of the message must come before its deltas."
}

/** A frame is taken in whole or not at all, so its first element carries the cursor for all of them. */
export function withCursor(html: string, cursor: string) {
  return html.replace("<turbo-stream", `<turbo-stream cursor="${cursor}"`)
}
