import type { ApplicationRecord } from "../../lib/application_record.ts"
import { ProviderError } from "../providers/provider.ts"

/** A remote call that fails stops the save: the provider's sentence becomes one of the record's errors. */
export async function withProviderErrors(record: ApplicationRecord, call: () => Promise<void>) {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    record.errors.add("base", error.message)
  }
}
