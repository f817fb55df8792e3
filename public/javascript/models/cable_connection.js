const SHORTEST_DELAY = 250
const LONGEST_DELAY = 8000

/**
 * A WebSocket that comes back. It asks its delegate for `cableUrl` at every attempt and tells it
 * `cableOpened()`, `cableReceived(html)`, `cableClosed()`, and `cableRefused()` when one never opened.
 */
export class CableConnection {
  open = false
  #delegate
  #socket
  #timer
  #listeners
  #attempts = 0
  #openedAt = 0

  constructor(delegate) {
    this.#delegate = delegate
  }

  start() {
    this.#listeners = new AbortController()
    const { signal } = this.#listeners

    // What was opened over the network that went away is dead, even where it does not know.
    addEventListener("online", () => this.reconnect(), { signal })
    document.addEventListener("visibilitychange", () => this.#hurry(), { signal })
    this.#connect()
  }

  stop() {
    this.#listeners?.abort()
    this.#disconnect()
  }

  reconnect() {
    this.#disconnect()
    this.#connect()
  }

  reconnectIn(milliseconds) {
    this.#disconnect()
    this.#timer = setTimeout(() => this.#connect(), milliseconds * (0.5 + Math.random()))
  }

  #connect() {
    const socket = new WebSocket(this.#delegate.cableUrl)

    socket.onopen = () => this.#opened()
    socket.onmessage = ({ data }) => this.#delegate.cableReceived(data)
    socket.onclose = () => this.#lost()
    this.#socket = socket
  }

  #disconnect() {
    clearTimeout(this.#timer)

    if (this.#socket) {
      this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null
      this.#socket.close()
      this.#socket = undefined
    }
    this.#closed()
  }

  #opened() {
    this.open = true
    this.#openedAt = Date.now()
    this.#delegate.cableOpened()
  }

  #closed() {
    if (this.open) {
      this.open = false
      this.#delegate.cableClosed()
    }
  }

  /** Opening alone does not shorten the delay: a server in trouble accepts, and closes at once. */
  #lost() {
    if (!this.open) {
      this.#delegate.cableRefused()
    } else if (Date.now() - this.#openedAt > LONGEST_DELAY) {
      this.#attempts = 0
    }
    this.reconnectIn(Math.min(SHORTEST_DELAY * 2 ** this.#attempts, LONGEST_DELAY))
    this.#attempts += 1
  }

  #hurry() {
    if (document.visibilityState === "visible" && !this.#socket) this.reconnect()
  }
}
