import { AsyncLocalStorage } from "node:async_hooks"
import knex, { type Knex } from "knex"
import { config } from "../server/config.ts"
import { databaseSettings } from "./settings.ts"

type Callback = () => Promise<void> | void

const current = new AsyncLocalStorage<{ connection: Knex.Transaction; callbacks: Callback[] }>()

export const database = knex(databaseSettings(config.databaseUrl))

/** The transaction under way, if there is one, else the pool. */
export function connection(): Knex {
  return current.getStore()?.connection ?? database
}

/** Everything `work` awaits happens in one transaction; a transaction within one joins it. */
export async function transaction<Result>(work: () => Promise<Result>): Promise<Result> {
  if (current.getStore()) return work()

  const callbacks: Callback[] = []
  const result = await database.transaction((connection) => current.run({ connection, callbacks }, work))
  for (const callback of callbacks) await callback()
  return result
}

/** Runs `callback` once what is written now is there for others to see; at once outside a transaction. */
export async function afterCommit(callback: Callback) {
  const store = current.getStore()

  if (store) {
    store.callbacks.push(callback)
  } else {
    await callback()
  }
}
