import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { until } from "./until.ts"

/** A way to a server on this machine that can be cut, or closed, and mended. */
export async function startWay(port: number) {
  const sockets = new Set<Socket>()
  let isCut = false
  let attempts = 0

  const server = createServer((client) => {
    attempts += 1
    if (isCut) return client.destroy()

    const upstream = connect(port, "127.0.0.1")
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on("error", () => {})
        .on("close", () => {
          for (const either of [client, upstream]) either.destroy()
          sockets.delete(socket)
        })
    }
    client.pipe(upstream).pipe(client)
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  const here = (server.address() as AddressInfo).port

  function cut() {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }

  return {
    port: here,
    /** Whoever comes is let in, and hung up on. */
    cut,
    /** Whoever comes is refused. */
    async close() {
      cut()
      if (server.listening) await once(server.close(), "close")
    },
    async mend() {
      isCut = false
      if (!server.listening) await once(server.listen(here, "127.0.0.1"), "listening")
    },
    /** Resolves once somebody has come, from now on. */
    async asked() {
      const before = attempts
      await until(() => attempts > before)
    },
  }
}
