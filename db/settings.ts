import { join } from "node:path"
import type { Knex } from "knex"
import { naming } from "./naming.ts"
import { rememberStatements } from "./remember_statements.ts"
import { sqlitePath } from "./sqlite_file.ts"

const MIGRATIONS = join(import.meta.dirname, "migrations")

/** What goes wrong is thrown, and said by who catches it. */
const SILENT = { warn() {}, error() {}, deprecate() {}, debug() {} }

/** What knex needs to know for `sqlite:<path>` (relative to the project) or `postgres://…`. */
export function databaseSettings(databaseUrl: string, { pool = 10 } = {}): Knex.Config {
  const path = sqlitePath(databaseUrl)
  const dialect = path ? sqlite(path) : postgres(databaseUrl, pool)

  return {
    ...dialect,
    ...naming,
    log: SILENT,
    migrations: { directory: MIGRATIONS, loadExtensions: [".ts"] },
  }
}

function sqlite(filename: string): Knex.Config {
  return {
    client: "better-sqlite3",
    connection: { filename },
    useNullAsDefault: true,
    // One connection a process: SQLite has one writer anyway, and a second one would only wait for the first.
    pool: { min: 1, max: 1, afterCreate: prepareSqlite },
  }
}

type Connection = {
  pragma(statement: string, options?: { simple: boolean }): unknown
  prepare(sql: string): object
}

function prepareSqlite(connection: Connection, done: (error: Error | null, connection: unknown) => void) {
  // A new database gets its write-ahead log with its tables: one without tables was then never in use.
  if (connection.pragma("page_count", { simple: true }) !== 0) connection.pragma("journal_mode = WAL")
  connection.pragma("synchronous = NORMAL")
  connection.pragma("foreign_keys = ON")
  connection.pragma("busy_timeout = 5000")
  rememberStatements(connection)
  done(null, connection)
}

function postgres(databaseUrl: string, max: number): Knex.Config {
  return {
    client: "pg",
    connection: databaseUrl,
    pool: { min: 0, max },
    // Who waits for a page would rather be told.
    acquireConnectionTimeout: 3_000,
  }
}
