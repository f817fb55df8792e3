import { statSync } from "node:fs"
import { config } from "../server/config.ts"
import { database } from "./index.ts"
import { sqlitePath, walPath } from "./sqlite_file.ts"

/** Milliseconds. */
const INTERVAL = 5_000
const LONGEST = 60_000

/**
 * Moves what SQLite has in its write-ahead log into the file, whenever nothing is being written, and once a minute.
 * SQLite itself waits until there are 4 MB of it, which a small installation takes weeks to write.
 */
export class Checkpoints {
  readonly #wal = walPath(sqlitePath(config.databaseUrl) ?? "")
  #timer: NodeJS.Timeout | undefined
  #seen = 0
  #last: number

  constructor(now = Date.now()) {
    this.#last = now
  }

  start() {
    if (sqlitePath(config.databaseUrl))
      this.#timer = setInterval(() => this.look(Date.now()), INTERVAL).unref()
  }

  stop() {
    clearInterval(this.#timer)
  }

  async look(now: number) {
    const written = this.#writtenAt()
    const isAtRest = written === this.#seen
    this.#seen = written

    if (written > this.#last && (isAtRest || now - this.#last >= LONGEST)) {
      this.#last = now
      if (!(await this.#checkpoint())) this.#last = 0
    }
  }

  /** Passive: it waits for nobody. False where readers, writers or an error have left something for the next time. */
  async #checkpoint() {
    try {
      const [{ log, checkpointed }] = await database.raw("PRAGMA wal_checkpoint(PASSIVE)")
      return log === checkpointed
    } catch {
      return false
    }
  }

  #writtenAt() {
    return statSync(this.#wal, { throwIfNoEntry: false })?.mtimeMs ?? 0
  }
}
