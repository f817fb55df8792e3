import { mkdirSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import type { Knex } from "knex"
import { naming } from "./naming.ts"
import { rememberStatements } from "./remember_statements.ts"

const ROOT = join(import.meta.dirname, "..")

/** What knex needs to know for `sqlite:<path>` (relative to the project) or `postgres://…`. */
export function databaseSettings(databaseUrl: string): Knex.Config {
  const dialect = databaseUrl.startsWith("sqlite:")
    ? sqlite(databaseUrl.slice("sqlite:".length))
    : postgres(databaseUrl)

  return {
    ...dialect,
    ...naming,
    migrations: { directory: join(ROOT, "db/migrations"), loadExtensions: [".ts"] },
  }
}

function sqlite(path: string): Knex.Config {
  const filename = resolve(ROOT, path)
  mkdirSync(dirname(filename), { recursive: true })

  return {
    client: "better-sqlite3",
    connection: { filename },
    useNullAsDefault: true,
    // One connection a process: SQLite has one writer anyway, and a second one would only wait for the first.
    pool: { min: 1, max: 1, afterCreate: prepareSqlite },
  }
}

function prepareSqlite(
  connection: { pragma(statement: string): void; prepare(sql: string): object },
  done: (error: Error | null, connection: unknown) => void,
) {
  connection.pragma("journal_mode = WAL")
  connection.pragma("synchronous = NORMAL")
  connection.pragma("foreign_keys = ON")
  connection.pragma("busy_timeout = 5000")
  rememberStatements(connection)
  done(null, connection)
}

function postgres(databaseUrl: string): Knex.Config {
  return {
    client: "pg",
    connection: databaseUrl,
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 10_000,
  }
}
