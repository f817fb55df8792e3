import type { WebSocket } from "ws"

/** A Turbo Stream that changes no page: a browser's script can't see pings. */
export const HEARTBEAT = `<turbo-stream action="remove" targets="cable-heartbeat"></turbo-stream>`

/** Milliseconds. A page takes a line for dead that was silent for 35 seconds. */
const INTERVAL = 15_000

/** Says something now and then, so that either side notices a dead line; terminates a dead peer. */
export function keepAlive(websocket: WebSocket) {
  let alive = true
  const timer = setInterval(beat, INTERVAL)

  function beat() {
    if (alive) {
      alive = false
      websocket.ping()
      websocket.send(HEARTBEAT)
    } else {
      websocket.terminate()
    }
  }

  websocket.on("pong", () => {
    alive = true
  })
  websocket.once("close", () => clearInterval(timer))
}
