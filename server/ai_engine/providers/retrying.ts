import { setTimeout as pause } from "node:timers/promises"
import { APIError } from "openai"
import { isUsedUp } from "./provider_error_from.ts"
import { retryAfter } from "./retry_after.ts"

const RETRIES = 2
const FIRST_PAUSE = 500
const SHORTEST_PAUSE = 50
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

function pauseBefore(retry: number, { headers }: APIError) {
  return Math.max(SHORTEST_PAUSE, retryAfter(headers) ?? FIRST_PAUSE * 2 ** retry)
}
