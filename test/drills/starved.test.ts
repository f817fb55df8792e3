import { after, describe, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { startDrills } from "./support/drill_stage.ts"

/** About as long as it takes until a process is taken for dead: it wakes up before that, after, or in between. */
const SLEEPS = [8_000, 9_500, 11_000]
const KILLS = 3

const [starved, background] = await Promise.all([
  startDrills(),
  startDrills({ env: { AI_ENGINE_BACKGROUND: "1" } }),
])
after(() => Promise.all([starved, background].map((on) => on.close())))

describe("whose words they were", { concurrency: true }, () => {
  test("a worker that sleeps about as long as it takes to be taken for dead: rows hold what was shown", async (t) => {
    const { worker } = starved.stage.app
    t.after(() => worker?.process.kill("SIGCONT"))
    let completed = 0

    for (const sleep of SLEEPS) {
      const drill = starved.drill(t)
      await drill.ask(4, { tokens: 300, pace: [20, 40] })
      await drill.strike(async () => {
        worker?.process.kill("SIGSTOP")
        await pause(sleep)
        worker?.process.kill("SIGCONT")
      }, 0.5)
      completed += await drill.allEndSomehow()
      drill.nothingJumpedBack()
      drill.report(`worker asleep for ${sleep / 1_000} s, ${completed} completed so far`)
    }
  })

  test("a worker killed again and again in background mode: no page ever shows less than it did", async (t) => {
    const drill = background.drill(t)
    await drill.ask(12, { tokens: 600, pace: [60, 80] })
    for (let kill = 1; kill <= KILLS; kill++) {
      await drill.strike(() => background.replaceWorker(), kill / (KILLS + 1))
      await drill.allAreTakenUp(kill + 1)
    }
    await drill.allEnd({ status: "completed" })
    drill.nothingJumpedBack()
    drill.report(`worker killed ${KILLS} times, background mode`)
  })
})
