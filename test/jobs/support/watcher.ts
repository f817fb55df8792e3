import { once } from "node:events"
import { setTimeout as pause } from "node:timers/promises"
import { type Element, isTag } from "domhandler"
import { textContent } from "domutils"
import { WebSocket } from "ws"
import type { Client } from "../../support/client.ts"
import { StreamPage } from "../../support/stream_page.ts"

const RETRY = 50

/** Somebody's open page of a thread: applies what comes, and reconnects and refreshes itself, as ours do in a browser. */
export class Watcher {
  readonly #client: Client
  readonly #path: string
  #page = new StreamPage("")
  #src = ""
  #cursor = ""
  #stale = true
  #socket: WebSocket | undefined
  #closed = false

  static async watch(client: Client, path: string) {
    const watcher = new Watcher(client, path)
    await watcher.#load()
    void watcher.#follow()
    return watcher
  }

  private constructor(client: Client, path: string) {
    this.#client = client
    this.#path = path
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  /** The answers on the page, as "status: text". */
  get answers() {
    const messages = this.#page.elements("article")
    return messages.filter(({ attribs }) => attribs["data-role"] === "assistant").map(described)
  }

  close() {
    this.#closed = true
    this.#socket?.terminate()
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
    const { text } = await this.#client.get(this.#path)
    this.#page = new StreamPage(text)
    const [source] = this.#page.elements("cable-stream-source")
    this.#src = source?.attribs.src ?? ""
    this.#cursor = source?.attribs.cursor ?? ""
    this.#stale = false
  }

  async #listen() {
    const { url, cookie } = this.#client
    const address = `${url.replace("http", "ws")}${this.#src}&cursor=${this.#cursor}`
    const socket = new WebSocket(address, { headers: { Cookie: cookie, Origin: url } })

    this.#socket = socket
    socket.on("message", (data) => this.#receive(String(data), socket))
    await once(socket, "close")
  }

  #receive(html: string, socket: WebSocket) {
    this.#cursor = html.match(/ cursor="([^"]+)"/)?.[1] ?? this.#cursor

    if (html.includes('action="refresh"')) {
      this.#stale = true
      socket.terminate()
    } else if (!this.#stale) {
      this.#page.apply(html)
    }
  }
}

function described(article: Element) {
  const content = article.children.filter(isTag).find(({ attribs }) => attribs.id?.endsWith("_content"))
  return `${article.attribs["data-status"]}: ${content ? textContent(content).trim() : ""}`
}
