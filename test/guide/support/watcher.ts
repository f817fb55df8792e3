import { once } from "node:events"
import { getOuterHTML } from "domutils"
import { WebSocket } from "ws"
import type { Client } from "../../support/client.ts"
import { StreamPage } from "../../support/stream_page.ts"

/** A page that somebody has open: it is loaded once, and then changes by what comes over its cable. */
export async function watch(client: Client, path: string) {
  const { text } = await client.get(path)
  const [source] = new StreamPage(text).elements("cable-stream-source")
  const url = new URL(source?.attribs.src ?? "", client.url)
  url.protocol = "ws:"
  url.searchParams.set("cursor", source?.attribs.cursor ?? "")

  const watcher = new Watcher(
    text,
    new WebSocket(url, { headers: { Cookie: client.cookie, Origin: client.url } }),
  )
  await once(watcher.socket, "open")
  return watcher
}

class Watcher {
  readonly socket: WebSocket
  readonly #page: StreamPage

  constructor(html: string, socket: WebSocket) {
    this.#page = new StreamPage(html)
    this.socket = socket
    socket.on("message", (data) => this.#page.apply(String(data)))
  }

  get messages() {
    return this.#page
      .elements("article")
      .map((message) => getOuterHTML(message))
      .join("")
  }

  /** Of its answers. */
  get statuses() {
    return this.#page.elements("article").flatMap(({ attribs }) => attribs["data-status"] || [])
  }

  close() {
    this.socket.terminate()
  }
}
