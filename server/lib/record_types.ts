import type { ApplicationRecord, RecordClass } from "./application_record.ts"

const recordClasses = new Map<string, RecordClass>()

/** Polymorphic owners are found by their `recordType`: both processes register theirs when they boot. */
export function registerRecordTypes(...classes: RecordClass[]) {
  for (const recordClass of classes) recordClasses.set(recordClass.recordType, recordClass)
}

/** None where no such type is registered. */
export async function recordsOf<T extends ApplicationRecord>(
  recordType: string,
  conditions: object,
): Promise<T[]> {
  const recordClass = recordClasses.get(recordType) as RecordClass<T> | undefined
  return recordClass ? recordClass.where<T>(conditions as Record<string, unknown>) : []
}

export function findRecord(recordType: string, id: number): Promise<ApplicationRecord | undefined> {
  const recordClass = recordClasses.get(recordType)
  if (!recordClass) throw new Error(`No record type "${recordType}" is registered.`)

  return recordClass.findBy({ id })
}
