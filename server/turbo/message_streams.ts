import { cable } from "../cable/cable.ts"
import { LogUnavailable } from "../cable/cable_log.ts"
import type { MessagePlace } from "./message_frames.ts"
import { MessageStream } from "./message_stream.ts"

const streams = new Map<string, MessageStream>()

/**
 * The same one from a writer's first frame to its last: it remembers what pages have been sent. A later writer
 * begins anew.
 */
export function messageStream(place: MessagePlace): MessageStream {
  const known = streams.get(place.message)
  if (known?.writer === place.writer) return known

  const stream = new MessageStream(cable, place)
  if (!known || known.writer < place.writer) streams.set(place.message, stream)
  return stream
}

/** `html` is a Turbo Stream that replaces the whole message. */
export async function finishMessageStream(place: MessagePlace, html: string) {
  const stream = messageStream(place)

  await stream.finish(html)
  if (streams.get(place.message) === stream) streams.delete(place.message)
}

/**
 * The words of a message being written that a reader may have seen; undefined where the cable knows of none. From then
 * on it grows by nothing that this writer or an earlier one still has.
 */
export async function fenceMessageStream({
  stream,
  message,
  writer,
}: MessagePlace): Promise<string | undefined> {
  try {
    return await cable.fence(stream, message, writer)
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error
  }
}
