import { tmpdir } from "node:os"
import { freePort } from "./free_port.ts"
import { TestProcess } from "./test_process.ts"

/** A Redis of the test's own, on a port of its own, that keeps nothing. */
export async function startRedis() {
  const redis = new TestRedis(await freePort())
  await redis.start()
  return redis
}

export class TestRedis {
  readonly url: string
  private readonly port: number
  private server?: TestProcess

  constructor(port: number) {
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
  }

  get process() {
    if (!this.server) throw new Error("Redis was never started.")
    return this.server.process
  }

  async start() {
    const settings = { port: this.port, bind: "127.0.0.1", dir: tmpdir(), save: "", appendonly: "no" }
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])

    this.server = new TestProcess("redis-server", args)
    await this.server.printed(/Ready to accept connections/)
  }

  /** As `kill -9`: it keeps nothing, so there is nothing to lose by stopping it the same way. */
  async kill() {
    await this.server?.stop("SIGKILL")
  }

  async stop() {
    await this.kill()
  }

  /** Comes back at the same port, empty. */
  async restart() {
    await this.kill()
    await this.start()
  }

  /** Accepts connections, answers none. */
  pause() {
    this.process.kill("SIGSTOP")
  }

  resume() {
    this.process.kill("SIGCONT")
  }
}
