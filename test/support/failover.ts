import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { startRedis, type TestRedis } from "./redis.ts"
import { until } from "./until.ts"

/** Two Redis behind one address, as those who sell Redis do it: a master, and a replica that may take its place. */
export async function startFailover() {
  const both = await Promise.all([startRedis(), startRedis()])
  let [master, replica] = both
  await follow(replica, master)
  const address = await startAddress(() => master)

  return {
    url: address.url,

    /** Whoever is connected stays so, to what is a replica from now on. */
    async swap() {
      ;[master, replica] = [replica, master]
      await master.command("REPLICAOF", "NO", "ONE")
      await follow(replica, master)
    },

    async stop() {
      address.stop()
      await Promise.all(both.map((redis) => redis.stop()))
    },
  }
}

/** Resolves when it is as far as its master. */
async function follow(replica: TestRedis, master: TestRedis) {
  const { hostname, port } = new URL(master.url)

  await replica.command("REPLICAOF", hostname, port)
  await until(async () => /master_link_status:up/.test(String(await replica.command("INFO", "replication"))))
}

/** Whoever connects is led to what is the master then. */
async function startAddress(master: () => TestRedis) {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const { hostname, port } = new URL(master().url)
    const redis = connect(Number(port), hostname)

    for (const socket of [client, redis]) {
      sockets.add(socket)
      socket.on("error", () => {}).on("close", () => [client, redis].map((either) => either.destroy()))
    }
    client.pipe(redis).pipe(client)
  })
  await once(server.listen(0, "127.0.0.1"), "listening")

  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
