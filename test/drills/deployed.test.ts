import assert from "node:assert/strict"
import { after, describe, test } from "node:test"
import type { TestProcess } from "../support/test_process.ts"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

/** What is left of them fits into the five seconds that a deploy grants. */
const SHORT = { tokens: 60, pace: [5, 15] } as const
const LONG = { tokens: 600, pace: [20, 80] } as const
const EARLY = 0.4

const [scaledOut, embedded] = await Promise.all([startDrills(), startEmbeddedDrills()])
after(() => Promise.all([scaledOut.close(), embedded.close()]))

const cases = [
  ["a worker", scaledOut, deployWorker],
  ["the only process", embedded, deployOnly],
] as const

describe("SIGTERM in mid-answer", { concurrency: true }, () => {
  for (const [name, on, deploy] of cases) {
    describe(`to ${name}`, { concurrency: false }, () => {
      test("what ends soon is finished", async (t) => {
        const drill = on.drill(t)
        await drill.ask(8, SHORT)
        await drill.strike(deploy)
        await drill.allEnd({ status: "completed" })
        drill.report(`SIGTERM to ${name}, shortly before the end`)
      })

      test("what takes long is ended, with every word that was seen", async (t) => {
        const drill = on.drill(t)
        await drill.ask(8, LONG)
        await drill.strike(deploy, EARLY)
        await drill.allEnd({ status: "incomplete", errorCode: "interrupted" })
        drill.report(`SIGTERM to ${name}, long before the end`)
      })
    })
  }
})

/** The new one starts while the old one stops. */
async function deployWorker() {
  const { app } = scaledOut.stage
  const { worker } = app
  await Promise.all([terminate(worker), app.startWorker()])
}

async function deployOnly() {
  const { app } = embedded.stage
  await terminate(app.web)
  await app.startWeb()
}

async function terminate(process?: TestProcess) {
  await process?.stop("SIGTERM")
  assert.equal(process?.process.exitCode, 0)
}
