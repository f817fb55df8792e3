import { setTimeout as pause } from "node:timers/promises"
import { isDatabaseAway } from "../../lib/database_fault.ts"
import { RecordNotFound } from "../../lib/errors.ts"
import { logger } from "../../lib/logger.ts"

/** Milliseconds. */
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 2_000
const LONG = 3_000
/** What is left to a process that was told to stop. */
const LAST_GRACE = 5_000

/** How often it is tried where it is not the database that is away. */
const TRIES = 4

type Options = {
  /** Aborts when the process is to stop. */
  signal?: AbortSignal | undefined
  /** Called once, when it takes long. */
  delayed?: () => void
}

/** Does again what the database did not take, for as long as that is away. */
export async function retryOnDatabaseError<Result>(
  work: () => Promise<Result>,
  { signal, delayed = () => {} }: Options = {},
): Promise<Result> {
  const notice = setTimeout(delayed, LONG)
  let stopAt = Infinity
  const stop = () => {
    stopAt = performance.now() + LAST_GRACE
  }
  if (signal?.aborted) stop()
  signal?.addEventListener("abort", stop)

  try {
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        if (isHopeless(error, tries) || performance.now() >= stopAt) throw error
        if (tries === 1) logger.warn("The database did not take the end of a run; trying again.", { error })
      }
      await pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)))
    }
  } finally {
    clearTimeout(notice)
    signal?.removeEventListener("abort", stop)
  }
}

function isHopeless(error: unknown, tries: number) {
  return error instanceof RecordNotFound || (tries >= TRIES && !isDatabaseAway(error))
}
