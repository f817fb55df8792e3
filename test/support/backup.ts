import { randomBytes } from "node:crypto"
import { copyFile, rm } from "node:fs/promises"
import pg from "pg"

/** Copies the whole database while nobody uses it; the copy can be put back, again and again. */
export async function backUp(databaseUrl: string) {
  return databaseUrl.startsWith("sqlite:")
    ? backUpFile(databaseUrl.slice("sqlite:".length))
    : backUpPostgres(databaseUrl)
}

async function backUpFile(path: string) {
  const copy = `${path}.backup`
  await copyFile(path, copy)

  return {
    async restore() {
      for (const suffix of ["-wal", "-shm"]) await rm(path + suffix, { force: true })
      await copyFile(copy, path)
    },
  }
}

async function backUpPostgres(databaseUrl: string) {
  const name = new URL(databaseUrl).pathname.slice(1)
  const server = databaseUrl.slice(0, -name.length)
  const copy = `${name}_${randomBytes(4).toString("hex")}`
  await run(`${server}postgres`, alone(name), `CREATE DATABASE "${copy}" TEMPLATE "${name}"`)

  return {
    async restore() {
      const drop = `DROP DATABASE "${name}" WITH (FORCE)`
      await run(`${server}postgres`, drop, `CREATE DATABASE "${name}" TEMPLATE "${copy}"`)
    },
  }
}

function alone(name: string) {
  return `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`
}

async function run(url: string, ...statements: string[]) {
  const client = new pg.Client(url)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
