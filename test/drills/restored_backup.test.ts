import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import type { Watcher } from "../jobs/support/watcher.ts"
import type { Scene } from "../jobs/support/scene.ts"
import { setStage } from "../jobs/support/stage.ts"
import { backUp } from "../support/backup.ts"
import { tells } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"
import { inParts } from "../system/support/in_parts.ts"

describe("an older database is restored, while its Redis remembers what came after", {
  concurrency: true,
}, () => {
  for (const postgres of [false, true]) {
    describe(`on ${postgres ? "PostgreSQL" : "SQLite"}`, { concurrency: false }, () => {
      let set: Awaited<ReturnType<typeof setStage>>
      before(async () => {
        set = await setStage({ postgres })
      })
      after(() => set.close())

      test("what is asked next streams, and nothing of what was lost is shown", async (t) => {
        const scene = await set.stage.scene(t)
        const backup = await told(scene)
        const watcher = await scene.watch()
        await answered(scene, watcher, "Lost one.")
        await answered(scene, watcher, "Lost two.")

        await stop("SIGTERM")
        await backup.restore()
        await start()
        await goesOnAsRestored(scene, watcher)
      })

      // What follows is the log's, whatever the database.
      if (postgres) return

      test("nor of an answer that was being written when its worker died", async (t) => {
        const { stage } = set
        const scene = await stage.scene(t)
        const backup = await told(scene)
        stage.openai.script((reply) => reply.say("Lost"))
        await scene.send("A question that is lost?")
        const watcher = await scene.watch()
        await until(() => watcher.answers.at(-1) === "in_progress: Lost")

        await stop("SIGKILL")
        await backup.restore()
        await start()
        await goesOnAsRestored(scene, watcher)
      })

      test("nor of a question that nobody had taken up", async (t) => {
        const scene = await set.stage.scene(t)
        const backup = await told(scene)
        await set.stage.killWorker()
        await scene.send("A question that is lost?")
        const watcher = await scene.watch()
        assert.deepEqual(watcher.answers, ["completed: Kept.", "queued: "])

        await stop("SIGTERM")
        await backup.restore()
        await start()
        await goesOnAsRestored(scene, watcher)
      })

      test("a question that waited then is answered, though Redis knows its answer", async (t) => {
        const { stage } = set
        const scene = await stage.scene(t)
        await stage.killWorker()
        await scene.send("A question?")
        await stop("SIGTERM")
        const backup = await backUp(stage.app.databaseUrl)

        stage.openai.script(tells("Lost."), inParts(stage.openai, "Told", " anew."))
        await start()
        const watcher = await scene.watch()
        await until(() => watcher.answers[0] === "completed: Lost.")

        await stop("SIGTERM")
        await backup.restore()
        await start()
        await until(() => watcher.answers[0] === "in_progress: Told")
        stage.openai.release()
        await until(() => watcher.answers[0] === "in_progress: Told anew.")
        stage.openai.release()
        await until(() => watcher.answers[0] === "completed: Told anew.")
      })

      test("a restart alone has the log go on", async (t) => {
        const scene = await set.stage.scene(t)
        const watcher = await scene.watch()
        await answered(scene, watcher, "One.")
        const loaded = watcher.loads

        await stop("SIGTERM")
        await start()
        await answered(scene, watcher, "Two.")
        assert.equal(watcher.loads, loaded)
        assert.doesNotMatch(set.stage.app.web?.output ?? "", /older than what Redis knows/)
      })

      /** A thread with one answer, and a backup of it. */
      async function told(scene: Scene) {
        const watcher = await scene.watch()
        await answered(scene, watcher, "Kept.")
        watcher.close()
        await stop("SIGTERM")
        const backup = await backUp(set.stage.app.databaseUrl)
        await start()
        return backup
      }

      async function answered(scene: Scene, watcher: Watcher, words: string) {
        set.stage.openai.script(tells(words))
        await scene.send(`Say: ${words}`)
        await until(() => watcher.answers.at(-1) === `completed: ${words}`)
      }

      async function goesOnAsRestored(scene: Scene, watcher: Watcher) {
        const { stage } = set
        assert.match(stage.app.log, /The database is older than what Redis knows of it/)
        const fresh = await scene.watch()
        const watchers = [watcher, fresh]
        await until(() => watchers.every(({ messages }) => !/lost/i.test(messages.join())))

        stage.openai.script(inParts(stage.openai, "Told", " anew."))
        await scene.send("What now?")
        await until(() => watchers.every(({ answers }) => answers[1] === "in_progress: Told"))
        stage.openai.release()
        await until(() => watchers.every(({ answers }) => answers[1] === "in_progress: Told anew."))
        stage.openai.release()
        await until(() => watchers.every(({ answers }) => answers[1] === "completed: Told anew."))
        for (const { messages } of watchers) assert.doesNotMatch(messages.join(), /lost/i)
        assert.equal(watcher.messages.length, 4)
      }

      async function stop(signal: NodeJS.Signals) {
        await set.stage.app.web?.stop(signal)
        await set.stage.app.worker?.stop(signal)
      }

      async function start() {
        await Promise.all([set.stage.app.startWeb(), set.stage.app.startWorker()])
      }
    })
  }
})
