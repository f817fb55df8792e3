import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

/** Stands before a Redis, and can break the connection when a command was run but its reply has not arrived. */
export async function startForgetfulProxy(url: string) {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let forgetting = false

  const server = createServer((client) => {
    const redis = connect(Number(port), hostname)

    for (const socket of [client, redis]) {
      sockets.add(socket)
      socket.on("error", () => {}).on("close", () => [client, redis].map((either) => either.destroy()))
    }
    client.pipe(redis)
    redis.on("data", (reply) => {
      if (forgetting) {
        forgetting = false
        client.destroy()
      } else {
        client.write(reply)
      }
    })
  })

  await once(server.listen(0, "127.0.0.1"), "listening")

  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forgetNextReply() {
      forgetting = true
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
