import type { Knex } from "knex"
import { connection, transaction } from "../../db/index.ts"
import { Errors, RecordNotFound } from "./errors.ts"

type Row = Record<string, unknown>
type Scope = (query: Knex.QueryBuilder) => Knex.QueryBuilder

/** A class of records, however its constructor was mixed together. */
export type RecordClass<T extends ApplicationRecord = ApplicationRecord> = typeof ApplicationRecord &
  (new () => T)

const LARGEST_ID = 2 ** 31 - 1
const recordClasses = new Map<string, RecordClass>()

/** Polymorphic owners are found by their `recordType`: both processes register theirs when they boot. */
export function registerRecordTypes(...classes: RecordClass[]) {
  for (const recordClass of classes) recordClasses.set(recordClass.recordType, recordClass)
}

export function findRecord(recordType: string, id: number): Promise<ApplicationRecord | undefined> {
  const recordClass = recordClasses.get(recordType)
  if (!recordClass) throw new Error(`No record type "${recordType}" is registered.`)

  return recordClass.findBy({ id })
}

export class ApplicationRecord {
  static tableName: string
  static recordType: string
  /** Besides `id`, `createdAt` and `updatedAt`. */
  static columns: readonly string[]

  declare id: number
  declare createdAt: Date
  declare updatedAt: Date

  readonly errors = new Errors()
  #stored: Row = {}

  static query(): Knex.QueryBuilder {
    return connection()(this.tableName)
  }

  static async where<T extends ApplicationRecord>(this: RecordClass<T>, scope: Row | Scope): Promise<T[]> {
    const query = this.query().select(`${this.tableName}.*`)
    const rows: Row[] = await (typeof scope === "function" ? scope(query) : query.where(scope).orderBy("id"))
    return rows.map((row) => this.instantiate(row))
  }

  static async findBy<T extends ApplicationRecord>(
    this: RecordClass<T>,
    conditions: Row,
  ): Promise<T | undefined> {
    const [record] = await this.where<T>((query) => query.where(conditions).limit(1))
    return record
  }

  /** Throws RecordNotFound; an `id` straight from an address may be anything. */
  static async find<T extends ApplicationRecord>(
    this: RecordClass<T>,
    id: unknown,
    owner: Row = {},
  ): Promise<T> {
    const number = /^\d+$/.test(String(id)) ? Number(id) : Number.NaN
    const record = number <= LARGEST_ID ? await this.findBy<T>({ ...owner, id: number }) : undefined
    if (!record) throw new RecordNotFound(this.recordType)

    return record
  }

  static build<T extends ApplicationRecord>(this: RecordClass<T>, attributes: Partial<T>): T {
    return Object.assign(new this(), attributes)
  }

  /** Check `persisted` or `errors` of what comes back: an invalid record is not written. */
  static async create<T extends ApplicationRecord>(this: RecordClass<T>, attributes: Partial<T>): Promise<T> {
    const record = this.build<T>(attributes)
    await record.save()
    return record
  }

  static instantiate<T extends ApplicationRecord>(this: RecordClass<T>, row: Row): T {
    const record = new this()
    record.store(row)
    return record
  }

  get persisted() {
    return this.id !== undefined
  }

  get recordClass() {
    return this.constructor as RecordClass
  }

  /** Whether this column differs from what the database was last seen to hold. */
  changed(name: string) {
    const value = (this as unknown as Row)[name]
    return value !== undefined && value !== this.#stored[name]
  }

  /** False, and `errors` say why, where it may not be written. */
  async save(): Promise<boolean> {
    if (await this.valid()) await this.beforeSave()
    if (this.errors.any) return false

    await transaction(async () => {
      const created = !this.persisted
      await (created ? this.insertRow() : this.updateRow())
      await this.afterSave(created)
    })
    return true
  }

  async valid(): Promise<boolean> {
    this.errors.clear()
    await this.validate()
    return !this.errors.any
  }

  async update(attributes: Partial<this>): Promise<boolean> {
    Object.assign(this, attributes)
    return this.save()
  }

  /** False, and `errors` say why, where it may not be deleted. */
  async destroy(): Promise<boolean> {
    this.errors.clear()
    await this.beforeDestroy()
    if (this.errors.any) return false

    await transaction(async () => {
      await this.destroyDependents()
      await this.recordClass.query().where({ id: this.id }).delete()
    })
    return true
  }

  async reload(): Promise<this> {
    const row = await this.recordClass.query().where({ id: this.id }).first()
    if (!row) throw new RecordNotFound(this.recordClass.recordType)

    this.store(row)
    return this
  }

  protected async validate(): Promise<void> {}

  /** Comes after validation and before the transaction, so that it may wait for others. */
  protected async beforeSave(): Promise<void> {}

  /** Part of the transaction. */
  protected async afterSave(_created: boolean): Promise<void> {}

  /** Comes before the transaction, so that it may wait for others. */
  protected async beforeDestroy(): Promise<void> {}

  /** Part of the transaction: what no foreign key cascades to. */
  protected async destroyDependents(): Promise<void> {}

  private async insertRow() {
    const now = new Date()
    const [row] = await this.recordClass
      .query()
      .insert({ ...this.changes(), createdAt: now, updatedAt: now })
      .returning("*")
    this.store(row)
  }

  private async updateRow() {
    const changes = this.changes()
    if (Object.keys(changes).length === 0) return

    const row = { ...changes, updatedAt: new Date() }
    await this.recordClass.query().where({ id: this.id }).update(row)
    this.store({ ...this.#stored, ...row })
  }

  private changes(): Row {
    const values = this as unknown as Row
    const changed = this.recordClass.columns.filter((name) => this.changed(name))
    return Object.fromEntries(changed.map((name) => [name, values[name]]))
  }

  private store(row: Row) {
    const columns = Object.entries(row).map(([name, value]) => [name, fromColumn(name, value)])
    this.#stored = Object.fromEntries(columns)
    Object.assign(this, this.#stored)
  }
}

/** SQLite answers numbers for dates and booleans, PostgreSQL has both: settled here once. */
function fromColumn(name: string, value: unknown) {
  if (name.endsWith("At") && value !== null) {
    return new Date(value as Date | number | string)
  } else {
    return value
  }
}
