import { after, describe, test } from "node:test"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

/** Milliseconds. */
const BUSY = 15_000
const FOR_EVER = 3_600_000

const TERMS = { tokens: 150, pace: [10, 60] } as const
const INTERRUPTED = { status: "incomplete", errorCode: "interrupted" } as const

const [busy, onPostgres, embedded, stuck] = await Promise.all([
  startDrills(standingStill(BUSY)),
  startDrills({ postgres: true, ...standingStill(BUSY) }),
  startEmbeddedDrills(standingStill(BUSY)),
  startDrills(standingStill(FOR_EVER)),
])
after(() => Promise.all([busy, onPostgres, embedded, stuck].map((on) => on.close())))

const cases = [
  ["a worker, on SQLite", busy],
  ["a worker, on PostgreSQL", onPostgres],
  ["the only process", embedded],
] as const

describe("the event loop stands still in mid-answer", { concurrency: true }, () => {
  for (const [name, on] of cases) {
    test(`of ${name}, for fifteen seconds: it costs nothing but the wait`, async (t) => {
      const drill = on.drill(t)
      const { worker, web } = on.stage.app
      await drill.ask(8, TERMS)
      await drill.strike(async () => void (worker ?? web)?.process.kill("SIGUSR2"))
      await drill.allEnd({ status: "completed" })
      drill.report(`event loop of ${name} busy for 15 s`)
    })
  }

  test("of a worker, for good: its answers end honestly all the same", async (t) => {
    const drill = stuck.drill(t)
    const { worker } = stuck.stage.app
    await drill.ask(8, { tokens: 600, pace: [20, 40] })
    await drill.strike(async () => void worker?.process.kill("SIGUSR2"))
    await drill.allEnd(INTERRUPTED)
    await stuck.stage.killWorker()
    drill.report("event loop of a worker stuck")
  })
})

function standingStill(milliseconds: number) {
  const preload = `--import=${new URL("support/standstill.ts", import.meta.url)}`
  return { env: { NODE_OPTIONS: preload, STANDSTILL: String(milliseconds) } }
}
