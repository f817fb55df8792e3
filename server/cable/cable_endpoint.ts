import { type IncomingMessage, type Server, STATUS_CODES } from "node:http"
import type { Duplex } from "node:stream"
import { type WebSocket, WebSocketServer } from "ws"
import { logger } from "../lib/logger.ts"
import type { CableLog } from "./cable_log.ts"
import { follow } from "./follow.ts"
import { keepAlive } from "./keep_alive.ts"
import { type Reader, Readers, type Revalidate } from "./readers.ts"
import { closeFor, type Refusal } from "./refusal.ts"

const GOING_AWAY = 1001

/** A context would cost each socket 32 KiB: every message is compressed by itself, once for all (`TextFrame`). */
const COMPRESSION = { serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: 15 }

const SOCKETS = {
  noServer: true,
  maxPayload: 1024,
  perMessageDeflate: COMPRESSION,
  // Milliseconds in which who is told goodbye has to answer. (The types of ws don't know of it.)
  closeTimeout: 1000,
}

/** Those whose `reader` is known are counted and asked about again. */
type Admission = { status: 101; stream: string; cursor: string; reader?: Reader }

export type Authorize = (request: IncomingMessage) => Promise<Admission | Refusal>

type Options = {
  log: CableLog
  authorize: Authorize
  revalidate?: Revalidate
  socketsPerUser?: number
}

/** Serves `GET /cable`, upgraded to WebSocket; its text frames are plain Turbo Stream HTML. */
export function attachCable(
  server: Server,
  { log, authorize, revalidate = async () => new Map(), socketsPerUser = Number.POSITIVE_INFINITY }: Options,
) {
  const readers = new Readers<WebSocket>({ most: socketsPerUser, revalidate, refuse: closeFor })
  const sockets = new WebSocketServer(SOCKETS)

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on("error", () => socket.destroy())
    const answer = await admit(request, authorize)

    if (answer.status === 101) {
      sockets.handleUpgrade(request, socket, head, (websocket) => {
        // ws closes a socket that errs by itself.
        websocket.on("error", () => {})
        if (answer.reader && !readers.admit(websocket, answer.reader)) return

        keepAlive(websocket)
        follow({ websocket, socket }, log, answer)
      })
    } else {
      refuse(socket, answer)
    }
  }

  server.on("upgrade", upgrade)

  return {
    async close() {
      await closeAll(sockets)
    },
  }
}

async function admit(request: IncomingMessage, authorize: Authorize): Promise<Admission | Refusal> {
  if (request.url?.split("?")[0] !== "/cable") {
    return { status: 404, reason: "There is no cable here." }
  }

  try {
    return await authorize(request)
  } catch (error) {
    logger.error("The cable could not authorize a request", { error })
    return { status: 503, reason: "The cable is out of order. Try again in a moment." }
  }
}

function refuse(socket: Duplex, { status, reason }: Refusal) {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(reason)}`,
  ]

  socket.once("finish", () => socket.destroy())
  socket.end(`${head.join("\r\n")}\r\n\r\n${reason}`)
}

async function closeAll(sockets: WebSocketServer) {
  const closed = new Promise((resolve) => sockets.close(resolve))

  for (const websocket of sockets.clients) websocket.close(GOING_AWAY)
  await closed
}
