import SQLite from "better-sqlite3"
import { Client, type ClientConfig } from "pg"
import { config } from "../server/config.ts"
import { databaseSettings } from "./settings.ts"
import { sqlitePath } from "./sqlite_file.ts"

/** Milliseconds. */
const PATIENCE = 3_000

type Value = number | string | Date

/** The same in each database's own words; its values stand in their order. */
export type Statement = { sqlite: string; postgres: string }

/** One connection beside the pool, for a thread of its own; it waits for nothing that the pool waits for. */
export interface OwnConnection {
  run(statement: Statement, values: Value[]): Promise<void>
  close(): void
}

export function openOwnConnection(): Promise<OwnConnection> {
  const path = sqlitePath(config.databaseUrl)
  return path ? openSqlite(path) : openPostgres()
}

async function openSqlite(path: string): Promise<OwnConnection> {
  const database = new SQLite(path, { fileMustExist: true, timeout: PATIENCE })
  database.pragma("synchronous = NORMAL")

  return {
    async run({ sqlite }, values) {
      database.prepare(sqlite).run(values.map(numberOf))
    },
    close() {
      database.close()
    },
  }
}

async function openPostgres(): Promise<OwnConnection> {
  const { connection } = databaseSettings(config.databaseUrl)
  const settings = typeof connection === "string" ? { connectionString: connection } : connection
  const limits = { connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE }
  const client = new Client({ ...(settings as ClientConfig), ...limits })
  // Who runs a statement is told as well.
  client.on("error", () => {})
  await client.connect()

  return {
    async run({ postgres }, values) {
      await client.query(postgres, values)
    },
    close() {
      // One that does not answer is not waited for.
      client.end().catch(() => {})
    },
  }
}

/** SQLite stores dates as numbers. */
function numberOf(value: Value) {
  return value instanceof Date ? value.getTime() : value
}
