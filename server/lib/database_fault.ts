/**
 * `unique`: another row has that; `reference`: what it belongs to is gone; `unfit`: no column holds such a value;
 * `away`: not now, but soon, perhaps; `full`: nothing can be written.
 */
export type DatabaseFault = "unique" | "reference" | "unfit" | "away" | "full"

const CODES: [DatabaseFault, RegExp][] = [
  ["unique", /^(SQLITE_CONSTRAINT_UNIQUE|23505)$/],
  ["reference", /^(SQLITE_CONSTRAINT_FOREIGNKEY|23503)$/],
  // Too long, out of range, NUL, no such character in the database's encoding.
  ["unfit", /^(SQLITE_TOOBIG|22001|22003|22021|22P05)$/],
  // Connections, resources and turns: refused, broken off, shutting down, starting up, too many, deadlock, timeout.
  ["away", /^(SQLITE_(BUSY|LOCKED|PROTOCOL)|08|57P0|53300|57014|40001|40P01|55P03)/],
  // The other side of a failover takes nothing that is new, as does a disk that has gone bad.
  ["full", /^(SQLITE_(FULL|READONLY|IOERR|CANTOPEN|NOMEM)|53100|53200|53400|58|25006)/],
  ["away", /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE)$/],
]

/** What knex and pg say in words alone; knex puts the query before it. */
const WORDS =
  /^(Knex: Timeout acquiring a connection|Connection terminated|Client has encountered|Unable to acquire)/

/** The same said by SQLite, by PostgreSQL, and by what leads there; undefined where it is none of these. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  const [fault] = CODES.find(([, pattern]) => typeof code === "string" && pattern.test(code)) ?? []
  const words = String(message).split(" - ").at(-1) as string
  return fault ?? (WORDS.test(words) ? "away" : undefined)
}

export function isUniqueViolation(error: unknown) {
  return databaseFault(error) === "unique"
}

/** What it was asked can be asked again: it is out of reach, or can't write, and may be back. */
export function isDatabaseAway(error: unknown) {
  return ["away", "full"].includes(databaseFault(error) ?? "")
}
