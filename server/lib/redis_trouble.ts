import { logger } from "./logger.ts"

const INTERVAL = 60_000

let silentUntil = 0

/**
 * A Redis that is away, or can't do what it is asked, is noticed by everything at once, again and again: the log is
 * told once a minute.
 */
export function warnOfRedis(error: unknown, now = Date.now()) {
  if (now < silentUntil) return

  silentUntil = now + INTERVAL
  logger.warn("Redis can't be used for now: answers are late or not shown until it can.", {
    reason: reasonOf(error),
  })
}

/** An error for several addresses of one host has no words of its own. */
export function reasonOf(error: unknown) {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}
