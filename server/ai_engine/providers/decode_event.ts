import type { EventSourceMessage } from "eventsource-parser"
import { errorIn, errorOf, StreamedError } from "./streamed_error.ts"
import { isObject } from "./text_of.ts"

const BOM = /^\uFEFF/

/**
 * The event that a server-sent message holds, or nothing where it holds none: servers keep connections alive with
 * `data: ping`, `data: null` and the like. Throws what is told as an error.
 */
export function decodeEvent(
  { event: name, data }: EventSourceMessage,
  headers?: Headers,
): object | undefined {
  const told = only(parse(data.replace(BOM, "")))

  if (name?.startsWith("thread.") && isObject(told)) {
    // Assistants name their events; everybody else says in the data what it is.
    return { event: name, data: told }
  } else if (name === "error" || errorIn(told)) {
    throw new StreamedError(errorOf(told ?? data), told, headers)
  } else if (isObject(told)) {
    return name && told.type === undefined ? { ...told, type: name } : told
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Some gateways wrap an event into a list. */
function only(told: unknown) {
  return Array.isArray(told) && told.length === 1 ? told[0] : told
}
