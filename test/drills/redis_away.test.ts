import assert from "node:assert/strict"
import { after, describe, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { type DrillStage, startDrills } from "./support/drill_stage.ts"

const AWAY = 10_000
/** Some end while Redis is away, others after it is back. */
const TERMS = { tokens: 250, pace: [10, 70] } as const

const [silent, killed] = await Promise.all([startDrills(), startDrills()])
after(() => Promise.all([silent.close(), killed.close()]))

describe("Redis is away for ten seconds in mid-stream", { concurrency: true }, () => {
  test("and does not answer: no page misses a word", async (t) => {
    const drill = silent.drill(t)
    await drill.ask(8, TERMS)
    await drill.strike(async () => {
      silent.redis?.pause()
      await pause(AWAY)
      silent.redis?.resume()
    })
    await drill.allEnd({ status: "completed" })
    drill.report("Redis silent for 10 s")
    assertQuiet(silent)
  })

  test("and comes back empty: no page misses a word", async (t) => {
    const drill = killed.drill(t)
    await drill.ask(8, TERMS)
    await drill.strike(async () => {
      await killed.redis?.kill()
      await pause(AWAY)
      await killed.redis?.start()
    })
    await drill.allEnd({ status: "completed" })
    drill.report("Redis dead for 10 s and back empty")
    assertQuiet(killed)
  })
})

/** However often it is missed, each process complains of Redis once a minute. */
function assertQuiet({ stage: { app } }: DrillStage) {
  const most = 1 + Math.floor(process.uptime() / 60)

  for (const { output } of [app.web, app.worker].flatMap((started) => started ?? [])) {
    const complaints = output.split("\n").filter((line) => /^(warn|error):/.test(line))
    assert.ok(complaints.length >= 1 && complaints.length <= most, output)
  }
}
