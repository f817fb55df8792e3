import { transaction } from "../../db/index.ts"
import { characterCount } from "./characters.ts"
import { Errors } from "./errors.ts"
import { TableRecord } from "./table_record.ts"

/** A class of records, however its constructor was mixed together. */
export type RecordClass<T extends ApplicationRecord = ApplicationRecord> = typeof ApplicationRecord &
  (new () => T)

// PostgreSQL stores every character but this one.
const NUL = "Take out the NUL character: it can't be stored."

/** A record that is checked before it is written, and tells its class when it is. */
export class ApplicationRecord extends TableRecord {
  readonly errors = new Errors()

  /** Check `persisted` or `errors` of what comes back: an invalid record is not written. */
  static async create<T extends ApplicationRecord>(this: RecordClass<T>, attributes: Partial<T>): Promise<T> {
    const record = this.build<T>(attributes)
    await record.save()
    return record
  }

  /** False, and `errors` say why, where it may not be written. */
  async save(): Promise<boolean> {
    if (await this.valid()) await this.beforeSave()
    if (this.errors.any) return false

    await (this.afterSave ? transaction(() => this.write()) : this.write())
    return true
  }

  async valid(): Promise<boolean> {
    this.errors.clear()
    await this.validate()
    this.refuseUnstorable()
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

  protected async validate(): Promise<void> {}

  /** Comes after validation and before the transaction, so that it may wait for others. */
  protected async beforeSave(): Promise<void> {}

  /** Part of the transaction; without this there is only one statement, which needs none. */
  protected afterSave?(created: boolean): Promise<void>

  /** Comes before the transaction, so that it may wait for others. */
  protected async beforeDestroy(): Promise<void> {}

  /** Part of the transaction: what no foreign key cascades to. */
  protected async destroyDependents(): Promise<void> {}

  /** Comes where somebody else deleted it since it was found. */
  protected vanished() {}

  private refuseUnstorable() {
    for (const name of this.recordClass.columns.filter((column) => this.changed(column))) {
      const value = this.values[name]
      if (typeof value !== "string") continue

      // Half a character is stored as what stands for none; so it is here, too.
      this.values[name] = value.toWellFormed()
      if (value.includes("\0")) this.errors.add(name, NUL)
      this.refuseTooLong(name, value)
    }
  }

  private refuseTooLong(name: string, value: string) {
    const most = this.recordClass.limits[name] ?? Number.POSITIVE_INFINITY
    if (value.length <= most || this.errors.on(name).length > 0) return

    const count = characterCount(value)
    if (count > most) this.errors.add(name, `${count} characters are too many: at most ${most}.`)
  }

  private async write() {
    const created = !this.persisted
    await (created ? this.insertRow() : this.updateRow())
    await this.afterSave?.(created)
  }

  private async insertRow() {
    const now = new Date()
    const row = { ...this.changes, createdAt: now, updatedAt: now }
    const [stored] = await this.recordClass.query().insert(row).returning("*")
    this.store(stored)
  }

  private async updateRow() {
    const changes = this.changes
    if (Object.keys(changes).length === 0) return

    const row = { ...changes, updatedAt: new Date() }
    const updated = await this.recordClass.query().where({ id: this.id }).update(row)
    if (updated === 0) this.vanished()
    this.store(row)
  }
}
