import { setTimeout as pause } from "node:timers/promises"

/** Rejects when the promise has not settled by then; what it was doing goes on unseen. */
export async function withinMilliseconds<Result>(limit: number, promise: Promise<Result>): Promise<Result> {
  const stop = new AbortController()
  const expired = pause(limit, undefined, { signal: stop.signal, ref: false }).then(() => {
    throw new Error(`No answer within ${limit} ms.`)
  })
  expired.catch(() => {})

  try {
    return await Promise.race([promise, expired])
  } finally {
    stop.abort()
    promise.catch(() => {})
  }
}
