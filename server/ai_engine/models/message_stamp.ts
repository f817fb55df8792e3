import { connection } from "../../../db/index.ts"
import { UNFINISHED } from "../concerns/claimable.ts"
import type { Run } from "./run.ts"

/** Tells, without a message's words, whether anything that can be seen of it has changed: then `state` is another. */
export type MessageStamp = { id: number; finished: boolean; state: string }

/** The columns of a stamp, for a query that joins messages and runs. */
export function stampColumns() {
  return [
    "ai_engine_messages.id",
    "ai_engine_runs.status",
    "ai_engine_runs.usage_estimated",
    "ai_engine_messages.prompt_token_usage",
    "ai_engine_messages.completion_token_usage",
    // What else there is to see never changes once it was written, or changes together with these.
    "ai_engine_runs.updated_at as run_updated_at",
    "ai_engine_messages.updated_at",
    connection().raw("octet_length(ai_engine_messages.content) AS length"),
  ]
}

export function stampOf(row: { id: number; status: Run["status"] }): MessageStamp {
  return { id: row.id, finished: !UNFINISHED.includes(row.status), state: JSON.stringify(row) }
}
