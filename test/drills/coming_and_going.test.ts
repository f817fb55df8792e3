import { after, describe, test } from "node:test"
import type { Watcher } from "../jobs/support/watcher.ts"
import { until } from "../support/until.ts"
import type { Answer } from "./support/answer.ts"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

const JOINS = 20
const DROPS = 20
const RELOADS = 10
const TERMS = { tokens: 400, pace: [10, 15] } as const

const stages = await Promise.all([startDrills(), startEmbeddedDrills()])
after(() => Promise.all(stages.map((on) => on.close())))

describe("readers come and go at random tokens", { concurrency: true }, () => {
  stages.forEach((on) => {
    const where = on.redis ? "over Redis" : "in one process"

    test(`${where}: each ends with the page of who watched all along`, async (t) => {
      const drill = on.drill(t)
      const [joined, dropped, reloaded] = (await drill.prepare(3, TERMS)) as [Answer, Answer, Answer]
      const [dropping, reloading] = await Promise.all([dropped.watch(), reloaded.watch()])

      await Promise.all([
        drill.atTokens(JOINS, joined, () => joined.watch()),
        drill.atTokens(DROPS, dropped, () => drop(dropping)),
        drill.atTokens(RELOADS, reloaded, () => reloading.reload()),
        drill.begin(),
      ])
      await drill.allEnd({ status: "completed" })
      drill.report(`${JOINS} joins, ${DROPS} drops, ${RELOADS} reloads ${where}`)
    })
  })
})

async function drop(reader: Watcher) {
  await until(() => reader.connected)
  reader.drop()
}
