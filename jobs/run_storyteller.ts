import { Assistant, type Run } from "../server/ai_engine/index.ts"
import { Storyteller } from "../server/models/storyteller.ts"
import { assertSame, ForeignJob } from "./foreign_job.ts"

/** Null where it was deleted, or where the run is no storyteller's. */
export async function storytellerIdOf({ assistantId }: Run): Promise<number | null> {
  const assistant = await Assistant.findBy({ id: assistantId, assistableType: Storyteller.recordType })
  return assistant?.assistableId ?? null
}

/** False where the run's storyteller was deleted meanwhile. Throws ForeignJob where it is another one. */
export async function isStoryteller(run: Run, storytellerId: number | null): Promise<boolean> {
  const own = await storytellerIdOf(run)

  if (own !== null) {
    assertSame("storyteller", storytellerId, own)
  } else if (await Storyteller.findBy({ id: storytellerId })) {
    throw new ForeignJob("The job's storyteller is not its run's.")
  }
  return own !== null
}
