import { once } from "node:events"
import type { IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"
import { WebSocket } from "ws"
import type { Client } from "./client.ts"
import { elements } from "./html.ts"
import { until } from "./until.ts"

type Ending = { code: number; reason: string; at: number }

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
  const refused = once(socket, "unexpected-response") as Promise<[unknown, IncomingMessage]>
  const [, response] = await Promise.race([refused, letIn(socket, path)])
  return { status: response.statusCode, text: await text(response) }
}

async function letIn(socket: WebSocket, path: string): Promise<never> {
  await once(socket, "open")
  socket.terminate()
  throw new Error(`Whoever was to be refused was let in: ${path}`)
}

/** How the server closed a socket, within the patience of all tests. */
export async function endingOf({ closed }: { closed: Promise<Ending> }): Promise<Ending> {
  let ending: Ending | undefined
  closed.then((end) => {
    ending = end
  })
  return until(() => ending)
}

function connect(client: Client, path: string, headers: Headers = {}, url = client.url) {
  return new WebSocket(new URL(path, url), {
    headers: { Origin: url, Cookie: client.cookie, ...headers },
  })
}
