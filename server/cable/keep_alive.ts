import type { WebSocket } from "ws"

/** Pings the peer every so many milliseconds, which also keeps proxies from closing; terminates it when it is dead. */
export function keepAlive(websocket: WebSocket, interval: number) {
  let alive = true
  const timer = setInterval(beat, interval)

  function beat() {
    if (alive) {
      alive = false
      websocket.ping()
    } else {
      websocket.terminate()
    }
  }

  websocket.on("pong", () => {
    alive = true
  })
  websocket.once("close", () => clearInterval(timer))
}
