import { WebSocket } from "ws"
import { logger } from "../lib/logger.ts"
import type { CableLog } from "./cable_log.ts"

const MAX_BUFFERED = 1024 * 1024
const TRY_AGAIN_LATER = 1013

/** Sends a socket all of a stream after the cursor, as long as it keeps up. One that does not comes back by its cursor. */
export async function follow(websocket: WebSocket, log: CableLog, place: { stream: string; cursor: string }) {
  const giveUp = (reason: string) => websocket.close(TRY_AGAIN_LATER, reason)
  // ws closes a socket that errs by itself.
  websocket.on("error", () => {})

  function receive(html: string) {
    if (websocket.bufferedAmount > MAX_BUFFERED) {
      giveUp("Too slow")
    } else {
      websocket.send(html)
    }
  }

  try {
    const unsubscribe = await log.subscribe(place.stream, place.cursor, receive, () => giveUp("Out of order"))
    websocket.once("close", unsubscribe)
    if (websocket.readyState === WebSocket.CLOSED) unsubscribe()
  } catch (error) {
    logger.error("The cable could not subscribe", { error })
    giveUp("Out of order")
  }
}
