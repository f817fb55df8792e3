import { LRUCache } from "lru-cache"

type Preparing = { prepare(sql: string): object }

/** There are fewer, but for lists of many lengths. */
const MOST = 500

/** A pragma does its work while it is prepared, and migrations ask for nothing twice. */
const ASKED_AGAIN = /^(select|insert|update|delete|begin|commit)\b/i

/**
 * knex has every query prepared anew; this connection does it once. SQLite itself prepares a statement again where
 * a table has changed since.
 */
export function rememberStatements(connection: Preparing) {
  const prepare = connection.prepare.bind(connection)
  const statements = new LRUCache<string, object>({ max: MOST, memoMethod: (sql) => prepare(sql) })

  connection.prepare = (sql) => (ASKED_AGAIN.test(sql) ? statements.memo(sql) : prepare(sql))
}
