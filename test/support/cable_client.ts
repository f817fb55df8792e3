import { once } from "node:events"
import type { IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"
import { WebSocket } from "ws"
import type { Client } from "./client.ts"
import { elements } from "./html.ts"

type Headers = Record<string, string>

/** Where the page with this HTML follows its stream. */
export function cablePath(html: string) {
  const [source] = elements(html, "cable-stream-source")
  return `${source?.attribs.src}&cursor=${source?.attribs.cursor}`
}

/** Follows a stream as the client's browser would. */
export async function followCable(client: Client, path: string, headers: Headers = {}, url = client.url) {
  const socket = connect(client, path, headers, url)
  const frames: string[] = []
  socket.on("message", (data) => frames.push(String(data)))
  const closed = once(socket, "close").then(([code, reason]) => ({
    code,
    reason: String(reason),
    at: Date.now(),
  }))
  await once(socket, "open")
  return { socket, frames, closed, close: () => socket.close() }
}

/** The HTTP answer to an upgrade that is refused. */
export async function refusedCable(client: Client, path: string, headers: Headers = {}) {
  const socket = connect(client, path, headers)
  socket.on("error", () => {})
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage]
  return { status: response.statusCode, text: await text(response) }
}

function connect(client: Client, path: string, headers: Headers = {}, url = client.url) {
  return new WebSocket(new URL(path, url), {
    headers: { Origin: url, Cookie: client.cookie, ...headers },
  })
}
