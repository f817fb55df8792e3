import { logger } from "../lib/logger.ts"
import { nextTurn } from "../lib/next_turn.ts"
import { Run } from "./models/run.ts"
import { underWay } from "./under_way.ts"

/** Milliseconds. */
const LOOK_INTERVAL = 500
const SAVE_INTERVAL = 1_000
const BEAT_INTERVAL = 2_000

/**
 * Beats for all runs of this process together, so that a beat costs the same for one as for fifty, has their words
 * saved, and stops those that ended elsewhere or are another's by now. It rests while there are none.
 */
class Heart {
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> | undefined
  #lastSave = 0
  #lastBeat = 0

  start() {
    this.#timer ??= setTimeout(() => this.#look(), LOOK_INTERVAL)
  }

  async #look() {
    try {
      this.#save()
      if (underWay.size > 0) await this.#stopLost()
      if (underWay.size > 0) await this.#beat()
    } catch (error) {
      logger.warn("The heart of the runs under way could not beat; it tries again.", { error })
    }

    this.#timer = undefined
    if (underWay.size > 0) this.start()
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
    for (const performance of [...underWay.values()]) {
      await nextTurn()
      await performance.saveGrowth()
    }
  }

  async #stopLost() {
    const looked = [...underWay]
    const claims = await claimsInProgress(looked.map(([id]) => id))

    for (const [id, performance] of looked) {
      if (claims.get(id) !== performance.claims) performance.stop()
    }
  }

  async #beat() {
    const now = Date.now()
    if (now - this.#lastBeat < BEAT_INTERVAL) return

    this.#lastBeat = now
    await inProgress([...underWay.keys()]).update({ heartbeatAt: new Date() })
  }
}

async function claimsInProgress(ids: number[]): Promise<Map<number, number>> {
  const rows: { id: number; claims: number }[] = await inProgress(ids).select("id", "claims")
  return new Map(rows.map(({ id, claims }) => [id, claims]))
}

function inProgress(ids: number[]) {
  return Run.query().where({ status: "in_progress" }).whereIn("id", ids)
}

export const heart = new Heart()
