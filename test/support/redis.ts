import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Redis } from "ioredis"
import { freePort } from "./free_port.ts"
import { TestProcess } from "./test_process.ts"

type Settings = Record<string, string>

/** A Redis of the test's own, on a port of its own, that keeps nothing unless the settings say so. */
export async function startRedis(settings: Settings = {}) {
  const redis = new TestRedis(await freePort(), settings)
  await redis.start()
  return redis
}

export class TestRedis {
  readonly url: string
  private readonly port: number
  private readonly settings: Settings
  private server?: TestProcess
  private directory = ""

  constructor(port: number, settings: Settings = {}) {
    this.port = port
    this.settings = settings
    this.url = `redis://127.0.0.1:${port}`
  }

  get process() {
    if (!this.server) throw new Error("Redis was never started.")
    return this.server.process
  }

  async start() {
    const { port, settings } = this
    // A folder of its own, and another after each restart: a replica leaves a dump, which the next to start would load.
    const directory = await mkdtemp(join(tmpdir(), "storytellers-redis-"))
    const all = { port, bind: "127.0.0.1", dir: directory, save: "", appendonly: "no", ...settings }
    const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)])

    this.directory = directory
    this.server = new TestProcess("redis-server", args, { directory })
    await this.server.printed(/Ready to accept connections/)
  }

  /** What its administrator tells it, such as `command("CONFIG", "SET", "maxmemory", "1")`. */
  async command(name: string, ...args: (string | number)[]) {
    const redis = new Redis(this.url)
    try {
      return await redis.call(name, ...args)
    } finally {
      redis.disconnect()
    }
  }

  /** As `kill -9`: it keeps nothing, so there is nothing to lose by stopping it the same way. */
  async kill() {
    await this.server?.stop("SIGKILL")
    if (this.directory) await rm(this.directory, { recursive: true, force: true })
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
