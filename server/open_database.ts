import { prepareDatabase } from "../db/prepare_database.ts"
import { Assistant, AssistantThread, Message, Run } from "./ai_engine/index.ts"
import { ConfigError } from "./config.ts"
import { loadInstallation } from "./lib/installation.ts"
import { Session } from "./models/session.ts"
import { Storyteller } from "./models/storyteller.ts"
import { User } from "./models/user.ts"

const RECORDS = [User, Session, Storyteller, Assistant, AssistantThread, Run, Message]

/** Before anything is served. Throws ConfigError, whose message is one line that says what to mend. */
export async function openDatabase({ migrate }: { migrate: boolean }) {
  await prepareDatabase({ migrate })
  for (const record of RECORDS) await assertColumns(record)
  await loadInstallation()
}

/** Its migrations may say that they are all done, and a table may be missing all the same. */
async function assertColumns(record: (typeof RECORDS)[number]) {
  const { tableName, columns } = record

  try {
    await record
      .query()
      .select("id", ...columns)
      .limit(0)
  } catch (error) {
    const reason = (error as Error).message.split(" - ").at(-1)
    throw new ConfigError(
      `The database is incomplete, its table ${tableName} can't be read: ${reason}. Restore a backup.`,
    )
  }
}
