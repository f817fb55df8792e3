import { after, describe, test } from "node:test"
import type { Answer } from "./support/answer.ts"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

const TERMS = { tokens: 10_000, pace: [1, 1] } as const
const DROPS = 5

const stages = await Promise.all([startDrills(), startEmbeddedDrills()])
after(() => Promise.all(stages.map((on) => on.close())))

describe("an answer of 10,000 tokens", { concurrency: true }, () => {
  stages.forEach((on) => {
    const where = on.redis ? "over Redis" : "in one process"

    test(`${where}: who watches, who comes late and who drops read all of it`, async (t) => {
      const drill = on.drill(t)
      const [answer] = (await drill.prepare(1, TERMS)) as [Answer]
      const dropping = await answer.watch()

      await Promise.all([
        drill.atTokens(1, answer, () => answer.watch()),
        drill.atTokens(DROPS, answer, () => dropping.drop()),
        drill.begin(),
      ])
      await drill.allEnd({ status: "completed" })
      drill.report(`10,000 tokens, ${where}`)
    })
  })
})
