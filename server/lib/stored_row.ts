export type Row = Record<string, unknown>

/** What the database was last seen to hold of a record. */
export class StoredRow {
  #values: Row = {}

  /** Returns the values as the record is to have them. */
  take(row: Row): Row {
    for (const [name, value] of Object.entries(row)) this.#values[name] = fromColumn(name, value)
    return this.#values
  }

  differs(name: string, value: unknown) {
    return value !== undefined && value !== this.#values[name]
  }
}

/** SQLite answers numbers for dates, PostgreSQL answers dates: settled here once. */
function fromColumn(name: string, value: unknown) {
  if (name.endsWith("At") && value !== null) {
    return new Date(value as Date | number | string)
  } else {
    return value
  }
}
