import { WebSocket } from "ws"
import { logger } from "../lib/logger.ts"
import type { CableLog } from "./cable_log.ts"

/** Bytes this process keeps for a socket, over what the system takes, before it waits. */
const ENOUGH = 64 * 1024
const TRY_AGAIN_LATER = 1013

/** Sends a socket all of a stream after the cursor, at the pace at which it takes it. */
export async function follow(websocket: WebSocket, log: CableLog, place: { stream: string; cursor: string }) {
  const giveUp = () => websocket.close(TRY_AGAIN_LATER, "Out of order")
  // ws closes a socket that errs by itself.
  websocket.on("error", () => {})

  let goOn = () => {}

  function receive(html: string) {
    websocket.send(encoded(html), { binary: false }, written)
    return websocket.bufferedAmount > ENOUGH ? drained() : undefined
  }

  // It stays open where the socket has closed: there is nobody to go on for.
  function drained() {
    const { promise, resolve } = Promise.withResolvers<void>()
    goOn = resolve
    return promise
  }

  function written(error?: Error | null) {
    if (!error && websocket.bufferedAmount <= ENOUGH) goOn()
  }

  try {
    const unsubscribe = await log.subscribe(place.stream, place.cursor, receive, giveUp)
    websocket.once("close", unsubscribe)
    if (websocket.readyState === WebSocket.CLOSED) unsubscribe()
  } catch (error) {
    logger.error("The cable could not subscribe", { error })
    giveUp()
  }
}

let last = { html: "", bytes: Buffer.alloc(0) }

/** A frame goes to all who listen, one right after the other: it is encoded once. */
function encoded(html: string) {
  if (html !== last.html) last = { html, bytes: Buffer.from(html) }
  return last.bytes
}
