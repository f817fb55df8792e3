import assert from "node:assert/strict"
import { after, before, describe, test } from "node:test"
import { inTime } from "../support/in_time.ts"
import { tells } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"
import { inParts } from "../system/support/in_parts.ts"
import { setStage } from "./support/stage.ts"

describe("web and worker", { concurrency: true }, () => {
  for (const postgres of [false, true]) {
    describe(`on ${postgres ? "PostgreSQL" : "SQLite"}`, { concurrency: false }, () => {
      let set: Awaited<ReturnType<typeof setStage>>

      before(async () => {
        set = await setStage({ postgres })
      })

      after(() => set.close())

      test("the worker answers, and every web process shows it as it comes", async (t) => {
        const { stage } = set
        const scene = await stage.scene(t)
        const here = await scene.watch()
        const there = await scene.watch(await stage.atSecondWeb(t))
        stage.openai.script(inParts(stage.openai, "Once", " upon a time"))

        await scene.send("A fox?")
        await until(() => here.answers[0] === "in_progress: Once")
        await until(() => there.answers[0] === "in_progress: Once")

        stage.openai.release()
        await until(() => there.answers[0] === "in_progress: Once upon a time")
        stage.openai.release()
        await until(() => here.answers[0] === "completed: Once upon a time")
        await until(() => there.answers[0] === "completed: Once upon a time")
        assert.deepEqual(await scene.answers(), ["completed: Once upon a time"])
      })

      test("two messages at once in a thread are answered in order, one after the other", async (t) => {
        const { stage } = set
        const { openai } = stage
        const scene = await stage.scene(t)
        openai.hold()
        openai.script(tells("One."), tells("Two."))

        await Promise.all([scene.send("First?"), scene.send("Second?")])
        await until(() => openai.requests.length === 1)
        assert.deepEqual(await scene.answers(), ["in_progress: ", "queued: "])

        openai.release()
        await until(async () => (await scene.answers()).at(-1) === "completed: Two.")
        assert.deepEqual(await scene.answers(), ["completed: One.", "completed: Two."])
        const [first, second] = openai.requests.map(({ body }) => body.input as { content: string }[])
        assert.deepEqual(second?.slice(0, 2), [first?.[0], { role: "assistant", content: "One." }])
        assert.equal(second?.length, 3)
      })

      test("stopping at the web stops the worker's request at the model's server", async (t) => {
        const { stage } = set
        const scene = await stage.scene(t)
        stage.openai.script((reply) => reply.say("Once"))
        await scene.send("A fox?")
        const watcher = await scene.begun("Once")

        const [run] = await scene.runs()
        await stage.author.post(`/runs/${run.id}/cancellation`)
        const aborted = stage.openai.requests[0]?.aborted ?? Promise.reject(new Error("nothing was asked"))
        await inTime(aborted, "The model's server was never told to stop.")
        await until(() => watcher.answers[0] === "cancelled: Once")
        assert.deepEqual(await scene.answers(), ["cancelled: Once"])
      })

      test("a killed worker's answer is kept and ended, and no ghost writes on when a worker returns", async (t) => {
        const { stage } = set
        const scene = await stage.scene(t)
        stage.openai.script((reply) => reply.say("Once"))
        await scene.send("A fox?")
        const watcher = await scene.begun("Once")

        await stage.killWorker()
        await until(() => watcher.answers[0] === "incomplete: Once")

        await stage.app.startWorker()
        await scene.send("Go on.")
        await until(() => watcher.answers[1]?.startsWith("completed: ") ?? false)
        const [first, second] = await scene.runs()
        assert.deepEqual([first.errorCode, second.errorCode], ["interrupted", null])
        assert.equal(watcher.answers[0], "incomplete: Once")
        assert.equal(stage.openai.requests.length, 2)
      })
    })
  }
})
