import { toSnakeCase } from "../../db/naming.ts"
import type { ApplicationRecord } from "../lib/application_record.ts"

/** `message_5`, and with a suffix `message_5_content`: in pages, broadcasts and tests alike. */
export function domId(record: ApplicationRecord, suffix?: string) {
  const id = `${toSnakeCase(record.recordClass.recordType)}_${record.id}`
  return suffix ? `${id}_${suffix}` : id
}
