import { once } from "node:events"
import { type AddressInfo, createServer, type Server, type Socket } from "node:net"
import type { TestContext } from "node:test"
import * as tls from "node:tls"

export type RawRequest = {
  head: string
  body: string
  /** How many came before it, on this connection. */
  before: number
}

type Answer = (socket: Socket, request: RawRequest) => unknown

/** A server that says, byte by byte, what `answer` writes: also what no HTTP server would. */
export async function startRawServer(
  t: TestContext,
  answer: Answer,
  { port = 0, secure }: { port?: number; secure?: tls.TlsOptions } = {},
) {
  const requests: RawRequest[] = []
  const sockets = new Set<Socket>()
  const serve = (socket: Socket) => {
    sockets.add(socket.on("error", () => {}))
    let before = 0
    readRequests(socket, (head, body) => {
      const request = { head, body, before: before++ }
      requests.push(request)
      answer(socket, request)
    })
  }
  const server: Server = secure ? tls.createServer(secure, serve) : createServer(serve)
  server.on("tlsClientError", () => {})
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, requests, sockets, server }
}

function readRequests(socket: Socket, take: (head: string, body: string) => void) {
  let bytes = Buffer.alloc(0)

  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    for (;;) {
      const end = bytes.indexOf("\r\n\r\n")
      if (end < 0) return

      const head = bytes.subarray(0, end).toString()
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (bytes.length < end + 4 + length) return

      take(head, bytes.subarray(end + 4, end + 4 + length).toString())
      bytes = bytes.subarray(end + 4 + length)
    }
  })
}

export function httpAnswer(status: number, body: string, headers: Record<string, string> = {}) {
  const lines = Object.entries({ "content-length": String(Buffer.byteLength(body)), ...headers })
  return `HTTP/1.1 ${status} X\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`
}
