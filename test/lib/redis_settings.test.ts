import assert from "node:assert/strict"
import { test } from "node:test"
import { redisSettings } from "../../server/lib/redis_settings.ts"

for (const message of [
  "READONLY You can't write against a read only replica. script: 3e1b, on @user_script:1.",
  "ERR Error running script: @user_script: 12: -READONLY You can't write against a read only replica.",
  "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
  "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  "LOADING Redis is loading the dataset in memory",
  "NOREPLICAS Not enough good replicas to write.",
]) {
  test(`looks for a master again, and sends again what was answered: ${message}`, () => {
    let demoted = 0
    const settings = redisSettings({ onDemoted: () => (demoted += 1) })

    assert.equal(settings.reconnectOnError(new Error(message)), 2)
    assert.equal(demoted, 1)
    assert.deepEqual([settings.retryStrategy(1), settings.retryStrategy(1)], [1_000, 100])
  })
}

test("keeps its connection where nothing would be better over another", () => {
  for (const message of ["OOM command not allowed", "MISCONF Redis is configured to save", "WRONGTYPE"]) {
    assert.equal(redisSettings().reconnectOnError(new Error(message)), false)
  }
})
