import type { Stream } from "openai/streaming"

/** Passes the stream's events on; after `milliseconds` without any it closes the connection and ends. */
export async function* untilSilent<Event>(
  stream: Stream<Event>,
  milliseconds: number,
): AsyncGenerator<Event, void> {
  const timer = setTimeout(() => stream.controller.abort(), milliseconds)

  try {
    for await (const event of stream) {
      timer.refresh()
      yield event
    }
  } finally {
    clearTimeout(timer)
  }
}
