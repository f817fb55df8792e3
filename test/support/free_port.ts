import { randomInt } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:net"

/** Below the range from which systems take ports for port 0, so that nobody else is given it meanwhile. */
const [LEAST, MOST] = [10_000, 32_000]

export async function freePort(): Promise<number> {
  const port = randomInt(LEAST, MOST)
  return (await isFree(port)) ? port : freePort()
}

async function isFree(port: number) {
  const server = createServer().listen(port, "127.0.0.1")

  try {
    await once(server, "listening")
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
