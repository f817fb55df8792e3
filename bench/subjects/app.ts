import { join } from "node:path"
import pg from "pg"
import { startApp, type TestApp } from "../../test/support/app_server.ts"
import { cablePath } from "../../test/support/cable_client.ts"
import { type Client, signedUp } from "../../test/support/client.ts"
import { startPostgres, type TestPostgres } from "../../test/support/postgres.ts"
import { startRedis, type TestRedis } from "../../test/support/redis.ts"
import { createStoryteller, idOf, openThread } from "../../test/support/story_forms.ts"
import type { TestProcess } from "../../test/support/test_process.ts"
import type { Probe } from "../processes/probe.ts"
import { question, type Script } from "../story.ts"
import type { Subject } from "./subject.ts"

const PRODUCTION = {
  NODE_ENV: "production",
  HOST: "127.0.0.1",
  SECRET_KEY_BASE: "measured here and served to nobody",
  // All readers are one user.
  SOCKETS_PER_USER: "100000",
}

const PROFILES = join(import.meta.dirname, "../../storage/bench/profiles")
const PROBE = join(import.meta.dirname, "../processes/probe.ts")

export type Options = {
  providerUrl: string
  scaled: boolean
  postgres: boolean
  /** It can be asked for its `probes`. */
  probed: boolean
  /** When its processes end, each leaves behind what it did with its time. */
  profiled: boolean
}
type Backing = { redis: TestRedis | undefined; postgres: TestPostgres | undefined }

/** The app as it is served, with one user who has a storyteller. */
export class App implements Subject {
  readonly name: string
  readonly client: Client
  readonly #app: TestApp
  readonly #backing: Backing
  readonly #probes = new Map<TestProcess, number>()

  /** Embedded: one process. Scaled: web, worker and Redis. */
  static async start({ providerUrl, scaled, postgres, probed, profiled }: Options) {
    const backing = {
      redis: scaled ? await startRedis() : undefined,
      postgres: postgres ? await startPostgres() : undefined,
    }
    const env = {
      ...PRODUCTION,
      OPENAI_BASE_URL: providerUrl,
      ...(backing.redis && { REDIS_URL: backing.redis.url }),
      ...(backing.postgres && { DATABASE_URL: await backing.postgres.createDatabase() }),
      NODE_OPTIONS: [probed && `--import=${PROBE}`, profiled && `--cpu-prof --cpu-prof-dir=${PROFILES}`]
        .filter(Boolean)
        .join(" "),
    }
    const app = await startApp({ env, worker: scaled })
    const client = await signedUp(app.url)
    await createStoryteller(client)
    return new App(scaled ? "scaled" : "embedded", app, client, backing)
  }

  constructor(name: string, app: TestApp, client: Client, backing: Backing) {
    this.name = name
    this.client = client
    this.#app = app
    this.#backing = backing
  }

  get redisUrl() {
    return this.#backing.redis?.url ?? ""
  }

  async stage(scripts: Script[], listenersEach: number) {
    const threads = await Promise.all(scripts.map(() => this.openPage()))

    return {
      questions: scripts.map((script, index) =>
        this.questionIn(threads[index]?.thread ?? "", question(script)),
      ),
      listeners: scripts.flatMap(({ story, tokens }, index) =>
        new Array(listenersEach).fill({ story, tokens, ...threads[index]?.cable }),
      ),
    }
  }

  /** A thread of its own, and how its page listens. */
  async openPage() {
    const thread = await openThread(this.client)
    const { text } = await this.client.get(thread)
    return { thread, cable: { url: this.#cableUrl(text), headers: this.#headers } }
  }

  questionIn(thread: string, content: string) {
    const fields = { "message[assistant_thread_id]": idOf(thread), "message[content]": content }
    return {
      url: `${this.#app.url}/messages`,
      headers: {
        ...this.#headers,
        Accept: "text/vnd.turbo-stream.html",
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: String(new URLSearchParams(fields)),
    }
  }

  pageRequest(path: string) {
    return { url: this.#app.url + path, headers: this.#headers }
  }

  async processes() {
    const { web, worker } = this.#app
    const { redis, postgres } = this.#backing
    const processes: Record<string, number[]> = postgres ? { postgres: await this.#postgresPids() } : {}

    for (const [name, started] of Object.entries({ web, worker, redis })) {
      if (started?.process.pid) processes[name] = [started.process.pid]
    }
    return processes
  }

  /** What can't be seen from outside: of the web process, and of the worker where there is one. */
  async probes(): Promise<Probe[]> {
    const { web, worker } = this.#app
    return Promise.all([web, worker].flatMap((process) => (process ? this.#probe(process) : [])))
  }

  async stop() {
    await this.#app.stop()
    await this.#backing.redis?.stop()
    await this.#backing.postgres?.stop()
  }

  async #probe(process: TestProcess): Promise<Probe> {
    const probes = (this.#probes.get(process) ?? 0) + 1
    this.#probes.set(process, probes)
    process.process.kill("SIGUSR2")
    const [, probe = ""] = await process.printed(new RegExp(`probe ${probes}: (.+)\n`))
    return JSON.parse(probe)
  }

  async #postgresPids() {
    const client = new pg.Client(this.#app.databaseUrl)
    await client.connect()
    const { rows } = await client.query(
      "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type <> 'autovacuum worker'",
    )
    await client.end()
    return rows.map(({ pid }: { pid: number }) => pid)
  }

  #cableUrl(page: string) {
    return `${this.#app.url.replace("http", "ws")}${cablePath(page)}`
  }

  get #headers() {
    return { Origin: this.#app.url, "Sec-Fetch-Site": "same-origin", Cookie: this.client.cookie }
  }
}
