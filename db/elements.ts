import type { Knex } from "knex"
import { connection } from "./index.ts"

const ROWS: Record<string, string> = {
  "better-sqlite3": "json_each(?)",
  pg: "json_array_elements_text(?)",
}

/** For `whereIn`: any number of integers as one binding, so that the statement stays the same and is prepared once. */
export function elements(integers: number[]): Knex.QueryBuilder {
  const database = connection()
  const rows = ROWS[database.client.config.client] as string
  return database
    .from(database.raw(rows, JSON.stringify(integers)))
    .select(database.raw("cast(value as integer)"))
}
