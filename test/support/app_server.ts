import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createDatabase, migrate } from "./app_database.ts"
import { registerDatabase } from "./client.ts"
import { freePort } from "./free_port.ts"
import { TestProcess } from "./test_process.ts"

const ROOT = join(import.meta.dirname, "../..")

type Environment = Record<string, string>
type Options = { env?: Environment; worker?: boolean }

/**
 * The real app in processes of its own, on a database of its own unless `env` says which. Nothing else of the
 * environment reaches it. Once a test has failed, all it logged is shown.
 */
export async function startApp({ env = {}, worker = false }: Options = {}) {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-app-"))
  const databaseUrl = env.DATABASE_URL ?? (await createDatabase(directory))
  if (env.DATABASE_URL) await migrate(databaseUrl)

  const app = new TestApp(directory, { DATABASE_URL: databaseUrl, PORT: String(await freePort()), ...env })
  try {
    await Promise.all([app.startWeb(), worker && app.startWorker()])
  } catch (error) {
    await app.stop()
    throw error
  }
  process.once("exit", (code) => code !== 0 && console.error(app.log))
  return app
}

export class TestApp {
  readonly url: string
  readonly databaseUrl: string
  web?: TestProcess
  worker?: TestProcess
  private readonly directory: string
  private readonly env: NodeJS.ProcessEnv
  private readonly processes: TestProcess[] = []

  constructor(directory: string, env: Environment & { DATABASE_URL: string; PORT: string }) {
    this.directory = directory
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env
    this.env = { PATH, HOME, NODE_COMPILE_CACHE, NODE_ENV: "test", ...env }
    this.url = `http://localhost:${env.PORT}`
    this.databaseUrl = env.DATABASE_URL
    registerDatabase(this.url, this.databaseUrl)
  }

  /** Also what brings it back, at the same address, after `app.web.stop("SIGKILL")`. */
  async startWeb() {
    this.web = await this.start("server/index.ts", /Listening on/)
  }

  async startWorker() {
    this.worker = await this.start("jobs/worker.ts", /worker is ready/)
  }

  /** All of it, also where a process had to be killed: what is left would keep the test from ending. */
  async stop() {
    try {
      await this.web?.stop()
    } finally {
      await this.worker?.stop()
      await rm(this.directory, { recursive: true, force: true })
    }
  }

  /** All that its processes printed, one after the other. */
  get log() {
    return this.processes.map((process) => `${process}\n${process.output}`).join("\n")
  }

  private async start(program: string, ready: RegExp) {
    const { directory, env } = this
    const started = new TestProcess(process.execPath, [join(ROOT, program)], { cwd: ROOT, env, directory })
    this.processes.push(started)
    await started.printed(ready)
    return started
  }
}
