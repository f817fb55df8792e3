import { connection } from "../../db/index.ts"

/** The highest id that a table ever gave, also where that record is gone; 0 where it gave none. */
export async function lastId(table: string): Promise<number> {
  const database = connection()

  if (database.client.config.client === "pg") {
    const { rows } = await database.raw("SELECT pg_get_serial_sequence(?, 'id') AS sequence", [table])
    const { rows: values } = await database.raw(`SELECT last_value, is_called FROM ${rows[0].sequence}`)
    return values[0].is_called ? Number(values[0].last_value) : 0
  } else {
    const row = await database("sqlite_sequence").where({ name: table }).first()
    return row?.seq ?? 0
  }
}
