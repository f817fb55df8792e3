import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { inTime } from "./in_time.ts"
import { until } from "./until.ts"

/** A way to a server on this machine that can be cut, or closed, and mended. */
export async function startWay(port: number) {
  const ways = new Map<Socket, Socket>()
  let isCut = false
  let attempts = 0

  const server = createServer((client) => {
    attempts += 1
    if (isCut) return client.destroy()

    const upstream = connect(port, "127.0.0.1")
    ways.set(client, upstream)
    for (const socket of [client, upstream]) {
      socket
        .on("error", () => {})
        .on("close", () => {
          ways.delete(client)
          if (!isCut) for (const either of [client, upstream]) either.destroy()
        })
    }
    client.pipe(upstream).pipe(client)
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  const here = (server.address() as AddressInfo).port

  async function cut() {
    isCut = true
    const hungUp = [...ways].map(([client, upstream]) => {
      upstream.destroy()
      client.unpipe().resume().end()
      return new Promise((resolve) => client.once("close", resolve))
    })
    await inTime(Promise.all(hungUp), "not everybody hung up as the way was cut")
  }

  return {
    port: here,
    /** Whoever comes is let in, and hung up on. Resolves once those who were there have noticed. */
    cut,
    /** Whoever comes is refused. */
    async close() {
      await cut()
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
