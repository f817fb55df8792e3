import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

/** Stands between a browser and the app, and can break. */
export async function startConnection(url: string) {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let broken = false

  const server = createServer((browser) => {
    const app = connect(Number(port), hostname)

    for (const socket of [browser, app]) {
      sockets.add(socket)
      socket.on("error", () => {}).on("close", () => [browser, app].map((either) => either.destroy()))
    }
    if (broken) browser.destroy()
    browser.pipe(app).pipe(browser)
  })

  function breakAll() {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }

  await once(server.listen(0, "127.0.0.1"), "listening")

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    break() {
      broken = true
      breakAll()
    },
    mend() {
      broken = false
    },
    stop() {
      breakAll()
      server.close()
    },
  }
}
