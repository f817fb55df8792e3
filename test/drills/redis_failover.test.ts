import assert from "node:assert/strict"
import { after, describe, test } from "node:test"
import { startApp } from "../support/app_server.ts"
import { Client, signedUp } from "../support/client.ts"
import { startFailover } from "../support/failover.ts"
import { startScriptedOpenAI, tells } from "../support/scripted_openai.ts"
import { createStoryteller, openThread, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"
import { Watcher } from "../jobs/support/watcher.ts"

const WARNINGS_A_MINUTE = 1

const [redis, openai] = await Promise.all([startFailover(), startScriptedOpenAI()])
const app = await startApp({ env: { OPENAI_BASE_URL: openai.url, REDIS_URL: redis.url }, worker: true })
const author = await signedUp(app.url)
await createStoryteller(author)

after(async () => {
  await app.stop()
  await openai.close()
  await redis.stop()
})

describe("the master of Redis becomes a replica, and the replica the master", { concurrency: false }, () => {
  for (const round of ["once", "and back"]) {
    test(`${round}: questions are answered, on pages that were open before, without a restart`, async (t) => {
      const thread = await openThread(author)
      const watcher = await Watcher.watch(author, thread)
      t.after(() => watcher.close())
      openai.script(tells("One."), tells("Two."))

      await send(author, thread, "Before?", {}, { turboStream: true })
      await until(() => watcher.answers[0] === "completed: One.")

      await redis.swap()
      await send(author, thread, "After?", {}, { turboStream: true })
      await until(() => watcher.answers[1] === "completed: Two.")
      await until(async () => (await new Client(app.url).get("/up")).text === "up")
    })
  }

  test("the log speaks of it once a process", () => {
    for (const { output } of [app.web, app.worker].flatMap((process) => process ?? [])) {
      const warnings = output.split("\n").filter((line) => /^(warn|error):/.test(line))
      assert.ok(warnings.length <= WARNINGS_A_MINUTE, output)
    }
  })
})
