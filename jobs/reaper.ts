import { interrupt, requeue, Run } from "../server/ai_engine/index.ts"
import { logger } from "../server/lib/logger.ts"
import { performLater } from "./runs.ts"

const INTERVAL = 3_000
/** How long a queued run waits for the job that was added with it. */
const PATIENCE = 3_000
/** A database that takes longer to answer may have kept hearts from beating. */
const SLOW = 1_500
/** How long a run that can be resumed waits for a process that takes it up. */
const RESUME_PATIENCE = 30_000

type Sighting = { heartbeatAt: number; at: number }

/**
 * Resumes or ends runs whose process died, and queues again those that no job is coming for. In every process: none
 * may be missing.
 */
export class Reaper {
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #isStopped = false
  #sightings = new Map<number, Sighting>()

  start() {
    // Counted from a round's end: where it waited for the database, hearts have the whole time to beat again.
    this.#round = this.look().finally(() => {
      if (!this.#isStopped) this.#timer = setTimeout(() => this.start(), INTERVAL)
    })
  }

  async stop() {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#round
  }

  /** One round. */
  async look() {
    try {
      const asked = performance.now()
      const stalled = await Run.stalled()
      if (stalled.length > 0) await Run.tryToWrite()
      await this.#reapStalled(stalled, performance.now() - asked)
      await this.#queueWaiting(await Run.waiting())
    } catch (error) {
      this.#sightings.clear()
      logger.warn("The reaper could not look after the runs; it tries again soon.", { error })
    }
  }

  /**
   * Where it is us who slept, or the database, all hearts seem to have stopped: they have a round to beat again, from
   * when the database has answered in good time.
   */
  async #reapStalled(runs: Run[], wait: number) {
    const before = wait < SLOW ? this.#sightings : new Map<number, Sighting>()
    this.#sightings = new Map(runs.map((run) => [run.id, sighted(run, before.get(run.id))]))

    for (const run of runs) {
      const sighting = this.#sightings.get(run.id) as Sighting
      if (sighting === before.get(run.id) || run.heartbeatAt === null) await this.#tryToReap(run, sighting)
    }
  }

  /** What is wrong with one run does not keep the others waiting. */
  async #tryToReap(run: Run, sighting: Sighting) {
    try {
      await this.#reapRun(run, sighting)
    } catch (error) {
      logger.warn("A run whose process died could not be ended; that is tried again.", {
        runId: run.id,
        error,
      })
    }
  }

  async #reapRun(run: Run, { at }: Sighting) {
    if (run.resumable && Date.now() - at < RESUME_PATIENCE) {
      await performLater(run, { once: true })
    } else if (await requeue(run)) {
      logger.info("A run is queued again: its process died before it asked the provider.", { runId: run.id })
      await performLater(run, { once: true })
    } else {
      await interrupt(run)
    }
  }

  async #queueWaiting(runs: Run[]) {
    for (const run of runs) {
      if (Date.now() - run.createdAt.getTime() > PATIENCE) await performLater(run, { once: true })
    }
  }
}

function sighted({ heartbeatAt }: Run, before: Sighting | undefined): Sighting {
  const beat = heartbeatAt?.getTime() ?? 0
  return before?.heartbeatAt === beat ? before : { heartbeatAt: beat, at: Date.now() }
}
