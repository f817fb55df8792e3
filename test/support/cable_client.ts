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
export async function followCable(client: Client, path: string) {
  const socket = connect(client, path)
  const frames: string[] = []
  socket.on("message", (data) => frames.push(String(data)))
  await once(socket, "open")
  return { frames, close: () => socket.close() }
}

/** The HTTP answer to an upgrade that is refused. */
export async function refusedCable(client: Client, path: string, headers: Headers = {}) {
  const socket = connect(client, path, headers)
  socket.on("error", () => {})
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage]
  return { status: response.statusCode, text: await text(response) }
}

function connect(client: Client, path: string, headers: Headers = {}) {
  return new WebSocket(new URL(path, client.url), {
    headers: { Origin: client.url, Cookie: client.cookie, ...headers },
  })
}
