import { once } from "node:events"
import { setTimeout as pause } from "node:timers/promises"
import { type Element, isTag } from "domhandler"
import { getOuterHTML, textContent } from "domutils"
import { WebSocket } from "ws"
import type { Client } from "../../support/client.ts"
import { StreamPage } from "../../support/stream_page.ts"

const RETRY = 50

/** Somebody's open page of a thread: applies what comes, and reconnects and refreshes itself, as ours do in a browser. */
export class Watcher {
  readonly #client: Client
  readonly #path: string
  readonly #changed: (watcher: Watcher) => void
  #page = new StreamPage("")
  #src = ""
  #cursor = ""
  #stale = true
  #socket: WebSocket | undefined
  #closed = false
  #loads = 0

  /** `changed` is called whenever the page shows something new. */
  static async watch(client: Client, path: string, changed: (watcher: Watcher) => void = () => {}) {
    const watcher = new Watcher(client, path, changed)
    await watcher.#load()
    void watcher.#follow()
    return watcher
  }

  private constructor(client: Client, path: string, changed: (watcher: Watcher) => void) {
    this.#client = client
    this.#path = path
    this.#changed = changed
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  /** How often the page was loaded. */
  get loads() {
    return this.#loads
  }

  /** The answers on the page, as "status: text". */
  get answers() {
    const messages = this.#page.elements("article")
    return messages.filter(({ attribs }) => attribs["data-role"] === "assistant").map(described)
  }

  /** The messages on the page, as HTML. */
  get messages() {
    return this.#page.elements("article").map((message) => getOuterHTML(message))
  }

  /** Loses its connection, and comes back. */
  drop() {
    this.#socket?.terminate()
  }

  reload() {
    this.#stale = true
    this.drop()
  }

  close() {
    this.#closed = true
    this.drop()
  }

  async #follow() {
    while (!this.#closed) {
      try {
        if (this.#stale) await this.#load()
        await this.#listen()
      } catch {
        // The web process is away.
      }
      await pause(RETRY)
    }
  }

  async #load() {
    const { status, text } = await this.#client.get(this.#path)
    if (status !== 200) throw new Error(`The page is out of order: ${status}`)

    this.#loads += 1
    this.#page = new StreamPage(text)
    const [source] = this.#page.elements("cable-stream-source")
    this.#src = source?.attribs.src ?? ""
    this.#cursor = source?.attribs.cursor ?? ""
    this.#stale = false
    this.#changed(this)
  }

  async #listen() {
    const { url, cookie } = this.#client
    const address = `${url.replace("http", "ws")}${this.#src}&cursor=${this.#cursor}`
    const socket = new WebSocket(address, { headers: { Cookie: cookie, Origin: url } })

    this.#socket = socket
    socket.on("message", (data) => this.#receive(String(data)))
    await once(socket, "close")
  }

  #receive(html: string) {
    const cursor = html.match(/ cursor="([^"]+)"/)?.[1]
    // What only says that the line is alive has none.
    if (!cursor) return

    this.#cursor = cursor
    if (html.includes('action="refresh"')) {
      this.reload()
    } else if (!this.#stale) {
      this.#page.apply(html)
      this.#changed(this)
    }
  }
}

function described(article: Element) {
  const content = article.children.filter(isTag).find(({ attribs }) => attribs.id?.endsWith("_content"))
  return `${article.attribs["data-status"]}: ${content ? textContent(content).trim() : ""}`
}
