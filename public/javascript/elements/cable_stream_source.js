import { visit } from "@hotwired/turbo"
import { CableConnection } from "../models/cable_connection.js"
import { FrameQueue } from "../models/frame_queue.js"

const REFRESH_PATIENCE = 2000

const [SIGNED_OUT, FORBIDDEN, GONE, UPGRADE_REQUIRED] = [401, 403, 404, 426]

let revisited = false

/** Renders a stream of the cable into the page, from the page's `cursor` on. `connected` while it does. */
class CableStreamSourceElement extends HTMLElement {
  static observedAttributes = ["connected"]

  #connection = new CableConnection(this)
  #frames = new FrameQueue((frame) => this.#rendered(frame))
  #lostUpgrades = 0

  connectedCallback() {
    if (!document.documentElement.hasAttribute("data-turbo-preview")) {
      this.addEventListener("turbo:morph-element", this.#morphed)
      this.#connection.start()
    }
  }

  disconnectedCallback() {
    this.#connection.stop()
  }

  /** A morph, or a copy of the page from the cache, would have `connected` otherwise than it is. */
  attributeChangedCallback() {
    this.toggleAttribute("connected", this.#connection.open)
  }

  get cableUrl() {
    const url = new URL(this.getAttribute("src"), document.baseURI)

    url.protocol = url.protocol.replace("http", "ws")
    url.searchParams.set("cursor", this.getAttribute("cursor"))
    return url
  }

  cableOpened() {
    revisited = false
    this.#lostUpgrades = 0
    this.toggleAttribute("connected", true)
    this.dispatchEvent(new Event("cable:connected", { bubbles: true }))
  }

  /** For what has come onto the page otherwise, and is still being written. */
  replayFrom(cursor) {
    this.setAttribute("cursor", cursor)
    this.#connection.reconnect()
  }

  /** Without a cursor it is but a sign of life. */
  cableReceived(html) {
    if (html.startsWith("<turbo-stream cursor=")) this.#frames.push(html)
  }

  /** What was received but not yet rendered is left, as it will be sent again. */
  cableClosed() {
    this.#frames.clear()
    this.toggleAttribute("connected", false)
    this.dispatchEvent(new Event("cable:disconnected", { bubbles: true }))
  }

  cableEnded(status, reason) {
    this.#explain(status, reason)
  }

  /** A browser hides why a WebSocket was refused; a plain request tells. */
  async cableRefused() {
    const question = new URL(this.getAttribute("src"), document.baseURI)
    question.searchParams.set("origin", location.origin)
    const response = await fetch(question, { cache: "no-store" }).catch(() => undefined)

    if (response && this.isConnected && !this.#connection.open) await this.#refused(response)
  }

  /** A reload leads to the sign-in, or has the stream's name signed anew; where it did not help, there is a sentence. */
  async #refused(response) {
    const { status, headers } = response
    if (status === UPGRADE_REQUIRED) this.#lostUpgrades += 1
    // Once it may have been the moment in which the server came back.
    const isCertain = status !== UPGRADE_REQUIRED || this.#lostUpgrades > 1

    if ((status === SIGNED_OUT || status === FORBIDDEN) && !revisited) {
      revisited = true
      visit(location.href, { action: "replace" })
    } else if (headers.has("cable-refusal") && isCertain) {
      if (status === SIGNED_OUT || status === GONE) this.#connection.pause()
      this.#explain(status, await response.text())
    }
  }

  #explain(status, reason) {
    this.dispatchEvent(new CustomEvent("cable:refused", { bubbles: true, detail: { status, reason } }))
  }

  /** Only what is on the page moves its cursor, so that both fit when Turbo caches them or a refresh fails. */
  #rendered({ cursor, refreshes, lacksMessage }) {
    if (lacksMessage) refreshPage()

    if (refreshes) {
      this.#connection.reconnectIn(REFRESH_PATIENCE)
    } else {
      this.setAttribute("cursor", cursor)
    }
  }

  #morphed = () => this.#connection.reconnect()
}

function refreshPage() {
  const stream = document.createElement("turbo-stream")
  stream.setAttribute("action", "refresh")
  document.documentElement.append(stream)
}

customElements.define("cable-stream-source", CableStreamSourceElement)
