import type { Knex } from "knex"
import { connection } from "../../db/index.ts"
import { RecordNotFound } from "./errors.ts"
import { parseId } from "./parse_id.ts"
import { type Row, StoredRow } from "./stored_row.ts"

type Scope = (query: Knex.QueryBuilder) => Knex.QueryBuilder

/** A class of records, however its constructor was mixed together. */
export type TableClass<T extends TableRecord = TableRecord> = typeof TableRecord & (new () => T)

/** SQLite plans by a limit: one that is bound has the query prepared anew each time. */
export const AS_WRITTEN = { skipBinding: true }

/** A row of a table: how it is found, and what has changed since. */
export class TableRecord {
  static tableName: string
  static recordType: string
  /** Besides `id`, `createdAt` and `updatedAt`. */
  static columns: readonly string[]
  /** The most characters of those columns that have a limit; SQLite would not mind, PostgreSQL does. */
  static limits: Readonly<Record<string, number>> = {}

  declare id: number
  declare createdAt: Date
  declare updatedAt: Date

  readonly #stored = new StoredRow()

  static query(): Knex.QueryBuilder {
    return connection()(this.tableName)
  }

  static async where<T extends TableRecord>(this: TableClass<T>, scope: Row | Scope): Promise<T[]> {
    const query = this.query().select(`${this.tableName}.*`)
    const rows: Row[] = await (typeof scope === "function" ? scope(query) : query.where(scope).orderBy("id"))
    return rows.map((row) => new this().store(row))
  }

  static async findBy<T extends TableRecord>(this: TableClass<T>, conditions: Row): Promise<T | undefined> {
    const [record] = await this.where<T>((query) => query.where(conditions).limit(1, AS_WRITTEN))
    return record
  }

  /** Throws RecordNotFound; an `id` straight from an address may be anything. */
  static async find<T extends TableRecord>(this: TableClass<T>, id: unknown, owner: Row = {}): Promise<T> {
    const number = parseId(id)
    const record = number ? await this.findBy<T>({ ...owner, id: number }) : undefined
    if (!record) throw new RecordNotFound(this.recordType)

    return record
  }

  static build<T extends TableRecord>(this: TableClass<T>, attributes: Partial<T>): T {
    return Object.assign(new this(), attributes)
  }

  get recordClass() {
    return this.constructor as TableClass
  }

  get persisted() {
    return this.id !== undefined
  }

  async reload(): Promise<this> {
    const [row] = await this.recordClass.query().where({ id: this.id })
    if (!row) throw new RecordNotFound(this.recordClass.recordType)

    return this.store(row)
  }

  /** Whether this column differs from what the database was last seen to hold. */
  changed(name: string) {
    return this.#stored.differs(name, this.values[name])
  }

  protected get changes(): Row {
    const changed = this.recordClass.columns.filter((name) => this.changed(name))
    return Object.fromEntries(changed.map((name) => [name, this.values[name]]))
  }

  protected get values() {
    return this as unknown as Row
  }

  protected store(row: Row): this {
    return Object.assign(this, this.#stored.take(row))
  }
}
