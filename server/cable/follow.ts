import type { Duplex } from "node:stream"
import { WebSocket } from "ws"
import { logger } from "../lib/logger.ts"
import { type CableLog, LogUnavailable } from "./cable_log.ts"
import { TextFrame } from "./text_frame.ts"

const TRY_AGAIN_LATER = 1013

/** `socket` is what the WebSocket was made of. */
type Line = { websocket: WebSocket; socket: Duplex }

/** Sends all of a stream after the cursor, at the pace at which it is taken. */
export async function follow(
  { websocket, socket }: Line,
  log: CableLog,
  place: { stream: string; cursor: string },
) {
  const form = websocket.extensions.includes("permessage-deflate") ? "compressed" : "plain"
  const giveUp = () => websocket.close(TRY_AGAIN_LATER, "Out of order")

  function receive(html: string) {
    const goesOn = websocket.readyState !== WebSocket.OPEN || socket.write(framed(html)[form])
    return goesOn ? undefined : drained(socket)
  }

  try {
    const unsubscribe = await log.subscribe(place.stream, place.cursor, receive, giveUp)
    websocket.once("close", unsubscribe)
    if (websocket.readyState === WebSocket.CLOSED) unsubscribe()
  } catch (error) {
    if (!(error instanceof LogUnavailable)) logger.error("The cable could not subscribe", { error })
    giveUp()
  }
}

// It stays open where the socket has closed: there is nobody to go on for.
function drained(socket: Duplex) {
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.once("drain", resolve)
  return promise
}

let last = new TextFrame("")

/** A frame goes to all who listen, one right after the other. */
function framed(html: string) {
  if (html !== last.text) last = new TextFrame(html)
  return last
}
