const SHORTEST_DELAY = 250
const LONGEST_DELAY = 8000
const OPENING_LIMIT = 10_000
const OPENING_PATIENCE = 1000
const LATER = 10_000

// The server says something every 15 seconds.
const LATE = 20_000
const DEAD = 35_000

// The server closes with 4000 and a status of HTTP's where it has a reason to.
const FIRST_OWN_CODE = 4000
const TOO_MANY = 429

/**
 * A WebSocket that comes back. It asks its delegate for `cableUrl` at every attempt and tells it `cableOpened()`,
 * `cableReceived(html)`, `cableClosed()`, `cableRefused()` when one never opened, and `cableEnded(status, reason)`
 * when the server has closed it for a reason; then it comes back only when there is a sign that it may.
 */
export class CableConnection {
  open = false
  #delegate
  #socket
  #timer
  #listeners
  #attempts = 0
  #openedAt = 0
  #heardAt = 0

  constructor(delegate) {
    this.#delegate = delegate
  }

  start() {
    this.#listeners = new AbortController()
    const { signal } = this.#listeners

    // What was opened over the network that went away is dead, even where it does not know.
    addEventListener("online", () => this.reconnect(), { signal })
    document.addEventListener("visibilitychange", () => this.#hurry(), { signal })
    // A page that sleeps in the browser's cache must not hold a socket; it may wake up.
    addEventListener("pagehide", () => this.#disconnect(), { signal })
    addEventListener("pageshow", () => this.#hurry(), { signal })
    addEventListener("turbo:before-fetch-response", (event) => this.#answered(event), { signal })
    this.#connect()
  }

  stop() {
    this.#listeners?.abort()
    this.#disconnect()
  }

  /** Until there is a sign that it may come back. */
  pause() {
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
    socket.onmessage = ({ data }) => this.#received(data)
    socket.onclose = (event) => this.#lost(event)
    this.#socket = socket
    this.#heardAt = Date.now()
    this.#timer = setTimeout(() => this.#tryAgain(), OPENING_LIMIT)
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
    clearTimeout(this.#timer)
    this.open = true
    this.#openedAt = this.#heardAt = Date.now()
    this.#watch()
    this.#delegate.cableOpened()
  }

  #received(html) {
    this.#heardAt = Date.now()
    this.#delegate.cableReceived(html)
  }

  #closed() {
    if (this.open) {
      this.open = false
      this.#delegate.cableClosed()
    }
  }

  #lost({ code, reason }) {
    const status = code - FIRST_OWN_CODE

    if (status > 0) {
      this.#end(status, reason)
    } else {
      if (!this.open) this.#delegate.cableRefused()
      this.#tryAgain()
    }
  }

  #end(status, reason) {
    if (status === TOO_MANY) {
      this.reconnectIn(LATER)
    } else {
      this.pause()
    }
    this.#delegate.cableEnded(status, reason)
  }

  /** Opening alone does not shorten the delay: a server in trouble accepts, and closes at once. */
  #tryAgain() {
    if (this.open && Date.now() - this.#openedAt > LONGEST_DELAY) this.#attempts = 0
    this.reconnectIn(Math.min(SHORTEST_DELAY * 2 ** this.#attempts, LONGEST_DELAY))
    this.#attempts += 1
  }

  /** A line may be dead without anybody having closed it. */
  #watch() {
    if (this.#silence > DEAD) {
      this.reconnect()
    } else {
      this.#timer = setTimeout(() => this.#watch(), DEAD - this.#silence)
    }
  }

  /** While the page was away, its timers may have stood still. */
  #hurry() {
    if (document.visibilityState === "visible" && (!this.#socket || this.#silence > LATE)) this.reconnect()
  }

  /** A server that answers a form is there; whoever has just asked something waits. A visit leads to another page. */
  #answered({ target, detail: { fetchResponse } }) {
    const isVisit = target === document.documentElement
    const patience = this.open ? LATE : OPENING_PATIENCE

    if (!isVisit && fetchResponse.statusCode < 500 && (!this.#socket || this.#silence > patience))
      this.reconnect()
  }

  get #silence() {
    return Date.now() - this.#heardAt
  }
}
