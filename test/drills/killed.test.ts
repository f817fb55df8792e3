import { after, describe, test } from "node:test"
import { until } from "../support/until.ts"
import { startDrills, startEmbeddedDrills } from "./support/drill_stage.ts"

const LONG = { tokens: 250, pace: [16, 80] } as const
const SHORT = { tokens: 120, pace: [12, 40] } as const
const COMPLETED = { status: "completed" } as const
const INTERRUPTED = { status: "incomplete", errorCode: "interrupted" } as const
const BACKGROUND = { env: { AI_ENGINE_BACKGROUND: "1" } }

const [scaledOut, embedded, background, embeddedBackground] = await Promise.all([
  startDrills(),
  startEmbeddedDrills(),
  startDrills(BACKGROUND),
  startEmbeddedDrills(BACKGROUND),
])
after(() => Promise.all([scaledOut, embedded, background, embeddedBackground].map((on) => on.close())))

describe("kill -9 at random tokens", { concurrency: true }, () => {
  describe("scaled out", { concurrency: false }, () => {
    test("of the worker: every word that was seen is kept, and the end is honest", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.ask(8, LONG)
      await drill.strike(() => scaledOut.replaceWorker())
      await drill.allEnd(INTERRUPTED)
      drill.report("worker killed")
    })

    test("of the web process: the answers go on, and the pages come back to them", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.ask(8, SHORT)
      await drill.strike(() => scaledOut.replaceWeb())
      await drill.allEnd(COMPLETED)
      drill.report("web process killed")
    })

    test("of both: every word that was seen is there again when they are", async (t) => {
      const drill = scaledOut.drill(t)
      await drill.ask(8, LONG)
      await drill.strike(() => scaledOut.replaceBoth())
      await drill.allEnd(INTERRUPTED)
      drill.report("web process and worker killed")
    })
  })

  describe("scaled out, in background mode", { concurrency: false }, () => {
    test("of the worker: another one takes the same answers up", async (t) => {
      const drill = background.drill(t)
      await drill.ask(8, LONG)
      await drill.strike(() => background.replaceWorker())
      await drill.allEnd(COMPLETED)
      drill.report("worker killed, background mode")
    })

    test("of both: the same answers go on when they are there again", async (t) => {
      const drill = background.drill(t)
      await drill.ask(8, LONG)
      await drill.strike(() => background.replaceBoth())
      await drill.allEnd(COMPLETED)
      drill.report("web process and worker killed, background mode")
    })
  })

  test("of the only process: what it had stored is there again when it is", async (t) => {
    const drill = embedded.drill(t)
    let lost = 0
    await drill.ask(8, LONG)
    for (const answer of drill.answers) await until(() => answer.stored())

    await drill.strike(async () => {
      await embedded.stage.killWeb()
      lost = await drill.keepsWhatIsStored()
      await embedded.stage.app.startWeb()
    })
    await drill.allEnd(INTERRUPTED)
    drill.report("only process killed", `at most ${lost} words of an answer`)
  })

  test("of the only process, in background mode: the same answers go on when it is there again", async (t) => {
    const drill = embeddedBackground.drill(t)
    await drill.ask(8, LONG)
    await drill.strike(() => embeddedBackground.replaceWeb())
    await drill.allEnd(COMPLETED)
    drill.report("only process killed, background mode")
  })
})
