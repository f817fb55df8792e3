import { interrupt, Run } from "../server/ai_engine/index.ts"
import { logger } from "../server/lib/logger.ts"
import { performLater } from "./create_assistant_message_and_run.ts"

const INTERVAL = 3_000
const PATIENCE = 3_000

/** Ends runs whose process died, and queues again those that no job is coming for. In every process: none may be missing. */
export class Reaper {
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined

  start() {
    this.#round = reap().finally(() => {
      this.#round = undefined
    })
    this.#timer = setTimeout(() => this.start(), INTERVAL)
  }

  async stop() {
    clearTimeout(this.#timer)
    await this.#round
  }
}

export async function reap() {
  try {
    for (const run of await Run.stopped()) await interrupt(run)

    for (const run of await Run.waiting()) {
      if (Date.now() - run.createdAt.getTime() > PATIENCE) await performLater(run, { once: true })
    }
  } catch (error) {
    logger.warn("The reaper could not look after the runs; it tries again soon.", { error })
  }
}
