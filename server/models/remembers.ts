import { Message } from "../ai_engine/index.ts"
import type { Told } from "../cable/cable_log.ts"
import { lastId } from "../lib/last_id.ts"

/** Whether the database is as far as the cable's log was told that it is. A restored backup is not. */
export async function remembers({ newest, claimed }: Told): Promise<boolean> {
  return (await lastId(Message.tableName)) >= newest && (!claimed || remembersClaim(claimed))
}

/** What was deleted since was known before. */
async function remembersClaim({ message, writer }: NonNullable<Told["claimed"]>) {
  const answer = await Message.findBy({ id: Number(message.match(/\d+$/)?.[0]) })
  return !answer || (await answer.run()).claims >= writer
}
