import { logger } from "./logger.ts"

/** A deploy lets answers under way go on for a while; who presses Ctrl-C does not want to wait. */
const GRACE = { SIGTERM: 5_000, SIGINT: 0 }
const LIMIT = 15_000

/** Calls `close` once, whichever signal comes first, and ends the process when it is done or takes too long. */
export function onStopSignal(close: (grace: number) => Promise<void>) {
  let closing = false

  for (const [signal, grace] of Object.entries(GRACE)) {
    process.on(signal, async () => {
      if (closing) return

      closing = true
      setTimeout(() => process.exit(1), LIMIT).unref()
      await close(grace).catch((error) =>
        logger.error("The process could not be closed in order.", { error }),
      )
      process.exit(0)
    })
  }
}
