import { AIEngine } from "../engine.ts"
import type { Run } from "../models/run.ts"
import type { Usage } from "../providers/provider.ts"
import { activeRuns } from "./active_runs.ts"

/** Ends the work on a run that has ended: here, where this process performs it, else at its provider, who may say what was used. */
export async function stopRun(run: Run): Promise<Usage | null> {
  const performance = activeRuns.get(run.id)

  if (performance) {
    performance.stop()
    await performance.ended
    return null
  } else {
    return stopRemotely(run)
  }
}

/** Where runs outlive their streams, hanging up is not enough. */
export async function stopRemotely(run: Run): Promise<Usage | null> {
  return run.remoteId === null ? null : AIEngine.providerOf(run).cancelRun(run.remoteId)
}
