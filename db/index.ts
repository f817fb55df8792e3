import { AsyncLocalStorage } from "node:async_hooks"
import knex, { type Knex } from "knex"
import { config } from "../server/config.ts"
import { acquirePatiently } from "./acquire_patiently.ts"
import { databaseSettings } from "./settings.ts"

const current = new AsyncLocalStorage<Knex.Transaction>()

const isPostgres = config.databaseUrl.startsWith("postgres")

export const database = knex(databaseSettings(config.databaseUrl, { pool: config.databasePool }))
if (isPostgres) acquirePatiently(database)

/** The transaction under way, if there is one, else the pool. */
export function connection(): Knex {
  return current.getStore() ?? database
}

/** Everything `work` awaits happens in one transaction; a transaction within one joins it. */
export async function transaction<Result>(work: () => Promise<Result>): Promise<Result> {
  return current.getStore() ? work() : database.transaction((connection) => current.run(connection, work))
}

/** Until this transaction ends, others who ask for a turn under this name wait. SQLite has one writer anyway. */
export async function inTurn(name: string) {
  if (isPostgres) await connection().raw("SELECT pg_advisory_xact_lock(hashtext(?))", [name])
}
