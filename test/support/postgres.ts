import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync, globSync } from "node:fs"
import { chown, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import pg from "pg"
import { freePort } from "./free_port.ts"
import { TestProcess } from "./test_process.ts"

const UNSAFE_BUT_FAST = ["fsync", "synchronous_commit", "full_page_writes"].flatMap((name) => [
  "-c",
  `${name}=off`,
])

/** A PostgreSQL of the test's own; the one that the whole run shares, when there is one (`TEST_POSTGRES_URL`). */
export async function startPostgres() {
  const shared = process.env.TEST_POSTGRES_URL
  return shared ? new TestPostgres(shared) : startOwnPostgres()
}

export class TestPostgres {
  readonly url: string
  private readonly launch: (() => Promise<TestProcess>) | undefined
  private readonly directory: string | undefined
  private server: TestProcess | undefined

  constructor(url: string, launch?: () => Promise<TestProcess>, directory?: string) {
    this.url = url
    this.launch = launch
    this.directory = directory
  }

  /** Also what brings it back, with all it had, after `kill`. */
  async start() {
    this.server = await this.launch?.()
  }

  /** Its connections break off, and nobody listens there. */
  async kill() {
    await this.server?.stop("SIGQUIT")
  }

  /** An empty database; returns its URL. */
  async createDatabase(name = "storytellers") {
    const unique = `${name}_${randomBytes(4).toString("hex")}`
    const client = new pg.Client(`${this.url}/postgres`)
    await client.connect()
    await client.query(`CREATE DATABASE "${unique}"`)
    await client.end()
    return `${this.url}/${unique}`
  }

  async stop() {
    await this.kill()
    if (this.directory) await rm(this.directory, { recursive: true })
  }
}

/** One that no other test has to do without while it is away. */
export async function startOwnPostgres() {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-postgres-"))
  const data = join(directory, "data")
  const port = await freePort()
  const user = unprivilegedUser()
  const options = { ...user, cwd: directory }

  if (user) await chown(directory, user.uid, user.gid)
  const initialization = [
    "-D",
    data,
    "-U",
    "postgres",
    "--auth=trust",
    "--no-sync",
    "--no-locale",
    "--encoding=UTF8",
  ]
  execFileSync(command("initdb"), initialization, { ...options, stdio: ["ignore", "ignore", "inherit"] })

  const address = ["-h", "127.0.0.1", "-p", String(port), "-k", directory]
  const launch = async () => {
    const args = ["-D", data, ...address, ...UNSAFE_BUT_FAST]
    const server = new TestProcess(command("postgres"), args, { ...options, directory })
    await server.printed(/database system is ready to accept connections/)
    return server
  }

  const postgres = new TestPostgres(`postgres://postgres@127.0.0.1:${port}`, launch, directory)
  await postgres.start()
  return postgres
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined

  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"]))
  return { uid: id("-u"), gid: id("-g") }
}

/** Debian keeps the server's commands out of the PATH. */
function command(name: string) {
  const directories = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...globSync("/usr/lib/postgresql/*/bin").reverse(),
  ]
  const directory = directories.find((directory) => existsSync(join(directory, name)))
  if (!directory) throw new Error(`There is no ${name} here: run bin/setup --test.`)
  return join(directory, name)
}
