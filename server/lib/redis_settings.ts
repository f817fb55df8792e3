/** Milliseconds. */
const LONGEST_PAUSE = 1_000

/** For every connection to Redis: it is made again for ever, and also where Redis has become a replica. */
export function redisSettings({ onDemoted = () => {} } = {}) {
  let demoted = false

  return {
    retryStrategy(attempts: number) {
      const wait = demoted ? LONGEST_PAUSE : Math.min(attempts * 100, LONGEST_PAUSE)
      demoted = false
      return wait
    },

    // Behind the same address there is another master by now, or will be. The command is sent again, to that one.
    reconnectOnError(error: Error) {
      demoted = /READONLY|UNBLOCKED/.test(error.message)
      if (demoted) onDemoted()
      return demoted ? 2 : false
    },
  } as const
}
