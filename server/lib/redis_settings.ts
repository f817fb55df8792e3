/** Milliseconds. */
const LONGEST_PAUSE = 1_000

/** What is said by a replica, by one that becomes one, and by a master that its replicas have left. */
const NO_MASTER = /READONLY|UNBLOCKED|MASTERDOWN|LOADING|NOREPLICAS/

/** For every connection to Redis: it is made again for ever, and also where Redis has become a replica. */
export function redisSettings({ onDemoted = () => {} } = {}) {
  let demoted = false

  return {
    retryStrategy(attempts: number) {
      const wait = demoted ? LONGEST_PAUSE : Math.min(attempts * 100, LONGEST_PAUSE)
      demoted = false
      return wait
    },

    // Behind the same address there may be a master by now. The command is sent again, to that one.
    reconnectOnError(error: Error) {
      demoted = NO_MASTER.test(error.message)
      if (demoted) onDemoted()
      return demoted ? 2 : false
    },
  } as const
}
