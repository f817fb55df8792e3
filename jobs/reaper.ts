import { interrupt, Run } from "../server/ai_engine/index.ts"
import { logger } from "../server/lib/logger.ts"
import { performLater } from "./create_assistant_message_and_run.ts"

const INTERVAL = 3_000
/** How long a queued run waits for the job that was added with it. */
const PATIENCE = 3_000
/** How long a run that can be resumed waits for a process that takes it up. */
const RESUME_PATIENCE = 15_000

type Sighting = { heartbeatAt: number; at: number }

/**
 * Resumes or ends runs whose process died, and queues again those that no job is coming for. In every process: none
 * may be missing.
 */
export class Reaper {
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #sightings = new Map<number, Sighting>()

  start() {
    this.#round = this.#reap().finally(() => {
      this.#round = undefined
    })
    this.#timer = setTimeout(() => this.start(), INTERVAL)
  }

  async stop() {
    clearTimeout(this.#timer)
    await this.#round
  }

  async #reap() {
    try {
      await this.#reapStopped(await Run.stopped())
      await this.#queueWaiting(await Run.waiting())
    } catch (error) {
      logger.warn("The reaper could not look after the runs; it tries again soon.", { error })
    }
  }

  /** Where it is us who slept, or the database, all hearts seem to have stopped: they have a round to beat again. */
  async #reapStopped(runs: Run[]) {
    const before = this.#sightings
    this.#sightings = new Map(runs.map((run) => [run.id, sighted(run, before.get(run.id))]))

    for (const run of runs) {
      const sighting = this.#sightings.get(run.id) as Sighting
      if (sighting === before.get(run.id) || run.heartbeatAt === null) await this.#reapRun(run, sighting)
    }
  }

  async #reapRun(run: Run, { at }: Sighting) {
    if (run.resumable && Date.now() - at < RESUME_PATIENCE) {
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
