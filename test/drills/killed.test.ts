import { after, describe, test } from "node:test"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"
import { secondsSince } from "./support/seconds_since.ts"

const LONG = { tokens: 250, pace: [12, 40] } as const
const SHORT = { tokens: 120, pace: [12, 40] } as const
const INTERRUPTED = { status: "incomplete", errorCode: "interrupted" } as const

const [scaledOut, embedded] = await Promise.all([startDrills(), startEmbeddedDrills()])
after(() => Promise.all([scaledOut.close(), embedded.close()]))

describe("kill -9 at random tokens", { concurrency: true }, () => {
  describe("scaled out", { concurrency: false }, () => {
    const { stage } = scaledOut

    test("of the worker: every word that was seen is kept, and the end says what happened", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.somewhere(await drill.ask(8, LONG))

      await stage.killWorker()
      const seconds = secondsSince()
      await drill.allEnd(INTERRUPTED)
      drill.report("worker killed", `honest after ${seconds()} s`)
      await stage.app.startWorker()
    })

    test("of the web process: the answers go on, and the pages come back to them", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.somewhere(await drill.ask(8, SHORT))

      await stage.killWeb()
      await stage.app.startWeb()
      await drill.allEnd({ status: "completed" })
      drill.report("web killed")
    })

    test("of both: what was seen is there again when they are", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.somewhere(await drill.ask(8, LONG))

      await Promise.all([stage.killWorker(), stage.killWeb()])
      const seconds = secondsSince()
      await Promise.all([stage.app.startWorker(), stage.app.startWeb()])
      await drill.allEnd(INTERRUPTED)
      drill.report("web and worker killed", `honest after ${seconds()} s`)
    })
  })

  test("of the only process: what it had stored is there again when it is", async (t) => {
    const { stage } = embedded
    const drill = embedded.drill(t)
    await drill.somewhere(await drill.ask(8, LONG))

    await stage.killWeb()
    const seconds = secondsSince()
    await stage.app.startWeb()
    await drill.allEnd(INTERRUPTED)
    drill.report("only process killed", `honest after ${seconds()} s`)
  })
})
