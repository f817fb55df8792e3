import { logger } from "../../lib/logger.ts"
import { nextTurn } from "../../lib/next_turn.ts"
import { Run } from "../models/run.ts"
import { activeRuns } from "./active_runs.ts"

/** Milliseconds. */
const LOOK_INTERVAL = 500
const SAVE_INTERVAL = 1_000

/**
 * Has the words of all runs of this process saved, and stops those that ended elsewhere or are another's by now. It
 * rests while there are none.
 */
class RunMonitor {
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> | undefined
  #failed = false
  #lastSave = 0

  start() {
    this.#timer ??= setTimeout(() => this.#look(), LOOK_INTERVAL)
  }

  async #look() {
    try {
      this.#save()
      if (activeRuns.size > 0) await this.#stopLost()
      this.#failed = false
    } catch (error) {
      if (!this.#failed)
        logger.warn("The runs under way could not be looked after; that is tried again.", { error })
      this.#failed = true
    }

    this.#timer = undefined
    if (activeRuns.size > 0) this.start()
  }

  #save() {
    const now = Date.now()
    if (now - this.#lastSave < SAVE_INTERVAL) return

    this.#lastSave = now
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined
    })
  }

  // One after the other, and what has come meanwhile is shown in between.
  async #saveAll() {
    for (const performance of [...activeRuns.values()]) {
      await nextTurn()
      await performance.saveGrowth()
    }
  }

  async #stopLost() {
    const looked = [...activeRuns]
    const claims = await claimsInProgress(looked.map(([id]) => id))

    for (const [id, performance] of looked) {
      if (claims.get(id) !== performance.claims) performance.stop()
    }
  }
}

async function claimsInProgress(ids: number[]): Promise<Map<number, number>> {
  const rows: { id: number; claims: number }[] = await inProgress(ids).select("id", "claims")
  return new Map(rows.map(({ id, claims }) => [id, claims]))
}

function inProgress(ids: number[]) {
  return Run.query().where({ status: "in_progress" }).whereIn("id", ids)
}

export const runMonitor = new RunMonitor()
