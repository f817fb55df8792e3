import { cable } from "../cable/cable.ts"
import { MessageStream } from "./message_stream.ts"

/** In which stream a message grows, its id on the page, and the id of the element that holds its content. */
export type MessagePlace = { stream: string; message: string; target: string }

const streams = new Map<string, MessageStream>()

/** The same one from a message's first frame to its last: it remembers what pages have been sent. */
export function messageStream(place: MessagePlace): MessageStream {
  const stream = streams.get(place.message) ?? new MessageStream(cable, place)
  streams.set(place.message, stream)
  return stream
}

/** `html` is a Turbo Stream that replaces the whole message. */
export async function finishMessageStream(place: MessagePlace, html: string) {
  await messageStream(place).finish(html)
  streams.delete(place.message)
}
