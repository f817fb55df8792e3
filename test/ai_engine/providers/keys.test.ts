import "../../support/database.ts"
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { EngineSettings } from "../../../server/ai_engine/engine.ts"
import { AIEngine, type Run } from "../../../server/ai_engine/index.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { ScriptedOpenAI } from "../../support/scripted_openai.ts"
import { openKitchen } from "../support/kitchen.ts"
import { logged } from "../support/logged.ts"

const KEY = "our-own-Secret7"
const REFUSAL = { error: { message: `No: Bearer ${KEY}`, code: KEY } }
const LEAK = /Secret7|sk-abc|xyz/

const openai = new ScriptedOpenAI(0)

before(() => openai.listen(0))
after(() => openai.close())

/** Every way of repeating what the client sent in its headers. */
const ECHOES: Record<string, (reply: Reply, echo: string) => unknown> = {
  "a wrong key": (reply, echo) => reply.refuse(401, { error: { message: echo, code: echo } }),
  "a bad request": (reply, echo) => reply.refuse(400, { error: { message: echo, code: echo, type: echo } }),
  "an error that is only a string": (reply, echo) => reply.refuse(404, { error: echo }),
  "a page": (reply, echo) => reply.refuse(500, `<html>${echo}</html>`),
  "too many requests": (reply, echo) =>
    reply.refuse(429, { error: { message: echo } }, { "retry-after": "60" }),
  "an error event": (reply, echo) => reply.error(echo, echo),
  "a failed answer": (reply, echo) => reply.fail(echo, echo),
  "half a line": (reply, echo) => {
    reply.raw(`data: {"error": "${echo}`)
    reply.end()
  },
}

for (const api of ["responses", "chat_completions", "assistants"] as const) {
  for (const [fault, scenario] of Object.entries(ECHOES)) {
    test(`${api}: ${fault} that repeats the key leaves it neither in the run nor in the log`, async () => {
      openai.script((reply) => scenario(reply, `${reply.request.headers.authorization} sk-abc***xyz`))

      const { log, run } = await failedRun(api)

      assert.match(log, /Run ended/)
      assert.ok(run.errorMessage)
      assert.doesNotMatch(`${log} ${run.errorCode} ${run.errorMessage}`, LEAK)
    })
  }
}

test("a remote call that is refused with the key in it leaves it nowhere either", async () => {
  const { log, run } = await failedRun("assistants", () => openai.refuseNext(400, REFUSAL))

  assert.equal(run.errorMessage, "No: Bearer [key]")
  assert.doesNotMatch(`${log} ${run.errorCode}`, LEAK)
})

test("nor does a response that can't be stopped", async () => {
  setUp("responses")
  openai.refuseNext(400, REFUSAL)

  const log = await logged(() => AIEngine.provider.cancelRun("resp_1"))
  assert.match(log, /could not be stopped.*No: Bearer \[key\]/)
  assert.doesNotMatch(log, LEAK)
})

async function failedRun(api: EngineSettings["api"], beforeRun = () => {}) {
  setUp(api)
  const { cook, assistantThread } = await openKitchen()
  beforeRun()
  const runs: Run[] = []
  const log = await logged(async () => {
    runs.push(await cook.aiEngineRun({ assistantThread, content: "Begin." }))
  })
  return { log, run: runs[0] as Run }
}

function setUp(api: EngineSettings["api"]) {
  const background = api === "responses"
  AIEngine.setup({
    api,
    apiKey: KEY,
    baseURL: openai.url,
    models: ["gpt-6-luna"],
    idleTimeout: 5,
    background,
  })
}
