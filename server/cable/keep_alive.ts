import type { WebSocket } from "ws"

/** A Turbo Stream that changes no page: a browser's script can't see pings. */
export const HEARTBEAT = `<turbo-stream action="remove" targets="cable-heartbeat"></turbo-stream>`

/** Says something every so many milliseconds, so that either side notices a dead line; terminates a dead peer. */
export function keepAlive(websocket: WebSocket, interval: number) {
  let alive = true
  const timer = setInterval(beat, interval)

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
