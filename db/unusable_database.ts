import { statSync } from "node:fs"
import { ConfigError, config } from "../server/config.ts"
import { sqlitePath } from "./sqlite_file.ts"

/** The process can't do anything with its database; the message is one line that says what to mend. */
export class UnusableDatabase extends ConfigError {
  static from(error: unknown): UnusableDatabase {
    if (error instanceof UnusableDatabase) return error

    const path = sqlitePath(config.databaseUrl)
    return new UnusableDatabase(path ? sqliteSentence(path, error) : postgresSentence(error), {
      cause: error,
    })
  }
}

const SQLITE: Record<string, string> = {
  SQLITE_NOTADB: "which is not an SQLite database",
  SQLITE_CORRUPT: "which is damaged: restore a backup",
  SQLITE_READONLY: "which may not be written to: give this user permission",
  SQLITE_FULL: "but there is no space left on its disk",
  ENOSPC: "but there is no space left on its disk",
  SQLITE_BUSY: "which another program has locked",
  SQLITE_CANTOPEN: "which can't be opened: give this user permission for it and for its folder",
  EACCES: "but this user may not make that folder or read it",
  ENOENT: "but its folder could not be made",
  EROFS: "but that disk may only be read",
  ENOTDIR: "but a part of that path is no folder",
  EEXIST: "but a part of that path is no folder",
}

const POSTGRES: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the host's name could not be looked up",
  ETIMEDOUT: "it does not answer",
  "28P01": "it refuses the password",
  "28000": "it refuses this user",
  "3D000": "it has no database of that name: create it first",
  "42501": "this user may not create tables there",
  "25006": "it may only be read",
  "53100": "there is no space left on its disk",
  "53300": "it has no connection left: see DATABASE_POOL",
  "57P03": "it is still starting",
}

function sqliteSentence(path: string, error: unknown) {
  const reason = isFolder(path) ? "which is a folder" : (sentenceOf(error, SQLITE) ?? firstLine(error))
  return `DATABASE_URL names ${path}, ${reason}.`
}

function postgresSentence(error: unknown) {
  const { host, pathname } = new URL(config.databaseUrl)
  const said = firstLine(error)
  const reason = sentenceOf(error, POSTGRES) ?? "it can't be used"
  return `DATABASE_URL names the database ${pathname.slice(1)} at ${host}: ${reason} (${said}).`
}

/** SQLite has longer codes for some of what happens within these: SQLITE_IOERR_WRITE, SQLITE_CANTOPEN_ISDIR. */
function sentenceOf(error: unknown, sentences: Record<string, string>) {
  const { code = "" } = error as { code?: string }
  return sentences[code] ?? sentences[code.split("_").slice(0, 2).join("_")]
}

/** Of what an error says, without the query that knex puts before it. */
function firstLine(error: unknown) {
  const [first, ...others] = error instanceof AggregateError ? error.errors : [error]
  const { message = String(first) } = (first ?? others[0] ?? error) as Error
  const line = message.split("\n")[0]?.split(" - ").at(-1)
  return line?.replace(/\.$/, "").slice(0, 200)
}

function isFolder(path: string) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
