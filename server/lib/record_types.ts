import type { ApplicationRecord, RecordClass } from "./application_record.ts"

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
