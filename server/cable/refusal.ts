import type { WebSocket } from "ws"

/** From here on codes are an application's own (RFC 6455, 7.4.2). */
const FIRST_OWN_CODE = 4000

/** A status of HTTP's, and a sentence for people of at most 123 bytes: no more can be said where a socket is closed. */
export type Refusal = { status: 400 | 401 | 403 | 404 | 429 | 503; reason: string }

/** Closes an open socket with 4000 and the status, and the sentence. */
export function closeFor(websocket: WebSocket, { status, reason }: Refusal) {
  websocket.close(FIRST_OWN_CODE + status, reason)
}
