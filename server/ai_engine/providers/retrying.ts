import { setTimeout as pause } from "node:timers/promises"
import { APIError } from "openai"
import { isUsedUp } from "./provider_error_from.ts"

const RETRIES = 2
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 8_000
const OVERLOADED = ["server_is_overloaded", "overloaded_error", "slow_down"]

/**
 * Calls again, a little later, what the server turned away for now. Nothing else is repeated, and nothing for
 * which the server asks a longer pause than a reader would wait.
 */
export async function retrying<Result>(call: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  for (let retry = 0; ; retry++) {
    try {
      return await call()
    } catch (error) {
      const milliseconds = isTurnedAway(error) ? pauseBefore(retry, error) : Infinity
      if (retry === RETRIES || milliseconds > LONGEST_PAUSE) throw error
      await pause(milliseconds, undefined, { signal })
    }
  }
}

function isTurnedAway(error: unknown): error is APIError {
  if (error instanceof APIError && error.status && !isUsedUp(error)) {
    return (
      error.status === 429 || error.status === 503 || OVERLOADED.includes(String(error.code ?? error.type))
    )
  } else {
    return false
  }
}

function pauseBefore(retry: number, error: APIError) {
  return pauseAskedFor(error) ?? FIRST_PAUSE * 2 ** retry
}

/** In milliseconds, where the server says how long to wait. */
export function pauseAskedFor({ headers }: APIError): number | undefined {
  const milliseconds = headers?.get("retry-after-ms")
  const seconds = headers?.get("retry-after")

  if (milliseconds) {
    return Number(milliseconds)
  } else if (seconds) {
    return fromRetryAfter(seconds)
  }
}

/** Seconds, or a date. */
function fromRetryAfter(value: string) {
  const seconds = Number(value)
  return Number.isNaN(seconds) ? Math.max(0, Date.parse(value) - Date.now()) : seconds * 1000
}
