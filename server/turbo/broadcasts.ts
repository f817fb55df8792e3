import { cable } from "../cable/cable.ts"
import { type EventFrame, LogUnavailable } from "../cable/cable_log.ts"
import { renderTemplate } from "../lib/view.ts"
import { signStreamName } from "./stream_name.ts"
import { turboStream } from "./turbo_stream.ts"

const BEFORE_ALL = "0-0"

/** `message` is the id of the element that is added. */
type Rendering = { message: string; target: string; partial: string; locals: Record<string, unknown> }

/** Resolves when the frame is in the log. Where the log takes none for now, it makes up for it. */
export async function broadcastAppendTo(stream: string, { message, target, partial, locals }: Rendering) {
  const html = turboStream("append", { target, html: await renderTemplate(partial, locals) })
  await append(stream, { kind: "event", message, html })
}

/** Right below the element that is the target; its position keeps to it, whatever is appended meanwhile. */
export async function broadcastAfterTo(stream: string, { message, target, partial, locals }: Rendering) {
  const html = turboStream("after", { target, html: await renderTemplate(partial, locals) })
  await append(stream, { kind: "event", message, html })
}

/**
 * What a page replays from; read it before the rows that the page shows. Where the log can't be read, the page
 * refreshes itself when it is back.
 */
export async function streamPosition(stream: string): Promise<string> {
  try {
    return await cable.position(stream)
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
    return BEFORE_ALL
  }
}

/** The element that keeps a page up to date. Safe HTML. */
export function turboStreamFrom(stream: string, { userId, cursor }: { userId: number; cursor: string }) {
  const src = `/cable?stream=${encodeURIComponent(signStreamName(stream, userId))}`
  return `<cable-stream-source src="${src}" cursor="${cursor}"></cable-stream-source>`
}

async function append(stream: string, frame: EventFrame) {
  try {
    await cable.append(stream, frame)
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
  }
}
