import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { Transform } from "node:stream"

const UPGRADE = /^GET \/cable\?[\s\S]*\r\nUpgrade: websocket\r\n/i

/**
 * Stands between a browser and the app, counts its sockets, and can break, or fall silent without breaking. Pages
 * that are `storable` may be kept by the browser, which we forbid, and which not all browsers heed.
 */
export async function startConnection(url: string, { storable = false } = {}) {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const cables = new Map<Socket, () => void>()
  const silent = new Set<Socket>()
  let broken = false
  let swallowing = false
  let upgrades = 0

  const server = createServer((browser) => {
    const app = connect(Number(port), hostname)

    for (const socket of [browser, app]) sockets.add(socket.on("error", () => {}))
    browser.on("close", () => app.destroy())
    app.on("close", () => silent.has(browser) || browser.destroy())
    browser.once("data", (request) => {
      if (UPGRADE.test(String(request))) count(browser, app)
    })
    if (broken) browser.destroy()
    browser.pipe(app)
    if (storable) {
      app.pipe(allowStoring()).pipe(browser)
    } else {
      app.pipe(browser)
    }
  })

  function count(cable: Socket, app: Socket) {
    function silence() {
      silent.add(cable)
      cable.unpipe(app).resume()
      app.unpipe(cable).resume()
    }

    upgrades += 1
    cables.set(cable, silence)
    cable.on("close", () => cables.delete(cable))
    if (swallowing) silence()
  }

  function breakAll() {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }

  await once(server.listen(0, "127.0.0.1"), "listening")

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** How often a page has asked for a cable. */
    get upgrades() {
      return upgrades
    },
    /** How many cables there are now. */
    get cables() {
      return cables.size
    },
    /** Whatever is sent over a cable is lost, also that the app has closed it, and nobody is told; new ones never open. */
    swallow() {
      swallowing = true
      for (const silence of cables.values()) silence()
    },
    break() {
      broken = true
      breakAll()
    },
    mend() {
      broken = swallowing = false
    },
    stop() {
      breakAll()
      server.close()
    },
  }
}

function allowStoring() {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(chunk.toString("latin1").replace(", no-store\r\n", "\r\n"), "latin1"))
    },
  })
}
