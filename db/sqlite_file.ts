import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs"
import { join, resolve } from "node:path"

const ROOT = join(import.meta.dirname, "..")

/** In a file's header; SQLite's file format, 1.3.2. */
const WRITE_VERSION_AT = 18
const WRITE_AHEAD_LOG = 2

/** The file of `sqlite:<path>`, relative to the project; undefined for a database server. */
export function sqlitePath(databaseUrl: string): string | undefined {
  return databaseUrl.startsWith("sqlite:") ? resolve(ROOT, databaseUrl.slice("sqlite:".length)) : undefined
}

/** Where SQLite keeps what was written since the last checkpoint. */
export function walPath(path: string) {
  return `${path}-wal`
}

/** The database is gone and its write-ahead log is not: SQLite would delete that. */
export function lacksItsFile(path: string) {
  return sizeOf(path) === 0 && sizeOf(walPath(path)) > 0
}

/** Whether it was ever in use: a new database gets a write-ahead log once it has tables. */
export function hasWriteAheadLog(path: string) {
  if (sizeOf(path) <= WRITE_VERSION_AT) return false

  const header = Buffer.alloc(WRITE_VERSION_AT + 1)
  const file = openSync(path, "r")
  readSync(file, header)
  closeSync(file)
  return header[WRITE_VERSION_AT] === WRITE_AHEAD_LOG
}

function sizeOf(path: string) {
  return existsSync(path) ? statSync(path).size : 0
}
