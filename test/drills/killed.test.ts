import { after, describe, test } from "node:test"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

const LONG = { tokens: 250, pace: [16, 80] } as const
const SHORT = { tokens: 120, pace: [12, 40] } as const
const INTERRUPTED = { status: "incomplete", errorCode: "interrupted" } as const

const [scaledOut, embedded] = await Promise.all([startDrills(), startEmbeddedDrills()])
after(() => Promise.all([scaledOut.close(), embedded.close()]))

describe("kill -9 at random tokens", { concurrency: true }, () => {
  describe("scaled out", { concurrency: false }, () => {
    const { stage } = scaledOut

    async function replaceWorker() {
      await stage.killWorker()
      await stage.app.startWorker()
    }

    async function replaceWeb() {
      await stage.killWeb()
      await stage.app.startWeb()
    }

    test("of the worker: every word that was seen is kept, and the end is honest", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.ask(8, LONG)
      await drill.strike(replaceWorker)
      await drill.allEnd(INTERRUPTED)
      drill.report("worker killed")
    })

    test("of the web process: the answers go on, and the pages come back to them", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.ask(8, SHORT)
      await drill.strike(replaceWeb)
      await drill.allEnd({ status: "completed" })
      drill.report("web process killed")
    })

    test("of both: every word that was seen is there again when they are", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.ask(8, LONG)
      await drill.strike(async () => {
        await Promise.all([replaceWorker(), replaceWeb()])
      })
      await drill.allEnd(INTERRUPTED)
      drill.report("both killed")
    })
  })

  test("of the only process: every word that was seen is there again when it is", async (t) => {
    const { stage } = embedded
    const drill = embedded.drill(t)
    await drill.ask(8, LONG)
    await drill.strike(async () => {
      await stage.killWeb()
      await stage.app.startWeb()
    })
    await drill.allEnd(INTERRUPTED)
    drill.report("only process killed")
  })
})
