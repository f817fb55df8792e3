import type { Knex } from "knex"

const TABLES = ["ai_engine_runs", "ai_engine_messages"]

/** From now on the database itself writes down every insert and update of a run or a message. */
export async function countRowWrites(database: Knex) {
  const postgres = database.client.config.client === "pg"

  await database.raw("CREATE TABLE row_writes (name TEXT, row_id INTEGER)")
  for (const statement of postgres ? onPostgres() : onSqlite()) await database.raw(statement)
}

/** How often the rows of this run were written: itself, its question and its answer. */
export async function rowWrites(database: Knex, runId: number): Promise<number> {
  const messages = database("ai_engine_messages").select("id").where({ runId })
  const [counted] = await database("row_writes")
    .count({ writes: "*" })
    .where({ name: "ai_engine_runs", rowId: runId })
    .orWhere((query) => query.where({ name: "ai_engine_messages" }).whereIn("rowId", messages))
  return Number(counted?.writes)
}

function onSqlite() {
  return TABLES.flatMap((table) =>
    ["INSERT", "UPDATE"].map(
      (change) => `CREATE TRIGGER ${table}_${change} AFTER ${change} ON ${table}
        BEGIN INSERT INTO row_writes VALUES ('${table}', NEW.id); END`,
    ),
  )
}

function onPostgres() {
  const note = `CREATE FUNCTION note_row_write() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO row_writes VALUES (TG_TABLE_NAME, NEW.id); RETURN NULL; END'`
  const triggers = TABLES.map(
    (table) => `CREATE TRIGGER ${table}_written AFTER INSERT OR UPDATE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION note_row_write()`,
  )
  return [note, ...triggers]
}
