import assert from "node:assert/strict"
import { after, describe, test } from "node:test"
import type { Stage } from "../jobs/support/stage.ts"
import type { TestProcess } from "../support/test_process.ts"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

/** What is left of them fits into the five seconds that a deploy grants. */
const SHORT = { tokens: 60, pace: [5, 15] } as const
const LONG = { tokens: 450, pace: [24, 40] } as const
const EARLY = 0.3

const BACKGROUND = { env: { AI_ENGINE_BACKGROUND: "1" } }

const [scaledOut, embedded, background, embeddedBackground] = await Promise.all([
  startDrills(),
  startEmbeddedDrills(),
  startDrills(BACKGROUND),
  startEmbeddedDrills(BACKGROUND),
])
after(() => Promise.all([scaledOut, embedded, background, embeddedBackground].map((on) => on.close())))

const cases = [
  ["a worker", scaledOut, background, deployWorker],
  ["the only process", embedded, embeddedBackground, deployOnly],
] as const

describe("SIGTERM in mid-answer", { concurrency: true }, () => {
  for (const [name, on, inBackground, deploy] of cases) {
    describe(`to ${name}`, { concurrency: false }, () => {
      test("what ends soon is finished", async (t) => {
        const drill = on.drill(t)
        await drill.ask(8, SHORT)
        await drill.strike(() => deploy(on.stage))
        await drill.allEnd({ status: "completed" })
        drill.report(`SIGTERM to ${name}, shortly before the end`)
      })

      test("what takes long is ended, with every word that was seen", async (t) => {
        const drill = on.drill(t)
        await drill.ask(8, LONG)
        await drill.strike(() => deploy(on.stage), EARLY)
        await drill.allEnd({ status: "incomplete", errorCode: "interrupted" })
        drill.report(`SIGTERM to ${name}, long before the end`)
      })
    })

    test(`to ${name} in background mode: what takes long is handed over`, async (t) => {
      const drill = inBackground.drill(t)
      await drill.ask(8, LONG)
      await drill.strike(() => deploy(inBackground.stage), EARLY)
      await drill.allEnd({ status: "completed" })
      drill.report(`SIGTERM to ${name}, background mode`)
    })
  }
})

/** The new one starts while the old one stops. */
async function deployWorker({ app }: Stage) {
  const { worker } = app
  await Promise.all([terminate(worker), app.startWorker()])
}

async function deployOnly({ app }: Stage) {
  await terminate(app.web)
  await app.startWeb()
}

async function terminate(process?: TestProcess) {
  await process?.stop("SIGTERM")
  assert.equal(process?.process.exitCode, 0)
}
