import { setTimeout as pause } from "node:timers/promises"
import { logger } from "../lib/logger.ts"

const PAUSES = [100, 500, 2_000]

/** Does again, four times in all, what the database did not take. */
export async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const milliseconds of PAUSES) {
    try {
      return await work()
    } catch (error) {
      logger.warn("The database did not take the end of a run; trying again.", { error })
      await pause(milliseconds)
    }
  }
  return work()
}
