import "../../support/database.ts"
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import type { EngineSettings } from "../../../server/ai_engine/engine.ts"
import { AIEngine, type Run } from "../../../server/ai_engine/index.ts"
import { freePort } from "../../support/free_port.ts"
import { startRawServer } from "../../support/raw_server.ts"
import { ScriptedOpenAI } from "../../support/scripted_openai.ts"
import { openKitchen } from "../support/kitchen.ts"
import { logged } from "../support/logged.ts"

// What whoever runs the site finds in the log of a run that failed.

const TLS = join(import.meta.dirname, "../../fixtures/tls")
const openai = new ScriptedOpenAI(0)

before(() => openai.listen(0))
after(() => openai.close())

for (const api of ["responses", "chat_completions", "assistants"] as const) {
  test(`${api}: status, code, request id and the server's own words`, async () => {
    const headers = { "x-request-id": "req_fox7" }
    openai.script((reply) =>
      reply.refuse(403, { error: { message: "The fox is not let in.", code: "no_foxes" } }, headers),
    )

    const { log } = await failedRun(api, openai.url)
    assertSays(log, {
      status: 403,
      providerCode: "no_foxes",
      requestId: "req_fox7",
      cause: "The fox is not let in.",
    })
  })

  test(`${api}: the same of an error in the stream`, async () => {
    openai.script((reply) => {
      reply.say("Once")
      reply.error("no_foxes", "The fox ran away.")
    })
    const { log } = await failedRun(api, openai.url)
    assertSays(log, { status: 200, providerCode: "no_foxes", cause: "The fox ran away." })
  })

  test(`${api}: the words of a page that something between has written`, async () => {
    openai.script((reply) =>
      reply.refuse(502, "<html><style>p{}</style><h1>Bad Gateway</h1><p>cloud</p></html>"),
    )
    const { log, run } = await failedRun(api, openai.url)
    assertSays(log, { status: 502, cause: "Bad Gateway cloud" })
    assert.match(String(run.errorMessage), /^The model's server has trouble \(502\)\./)
  })

  test(`${api}: silence before the first word, and what says how long it may be`, async () => {
    openai.script((reply) => reply.begin())
    const { log, run } = await failedRun(api, openai.url)
    assert.match(String(run.errorMessage), /^The model's server has not begun to answer within a second\./)
    assert.match(log, /AI_ENGINE_IDLE_TIMEOUT/)
  })
}

test("silence without so much as headers is told in the same way", async () => {
  openai.script(() => {})
  const { log, run } = await failedRun("responses", openai.url)
  assert.match(String(run.errorMessage), /^The model's server has not begun to answer within a second\./)
  assert.match(log, /AI_ENGINE_IDLE_TIMEOUT/)
})

test("why no connection came about: nobody there, no such name, a certificate", async (t) => {
  const secure = { key: readFileSync(join(TLS, "key.pem")), cert: readFileSync(join(TLS, "certificate.pem")) }
  const { port } = await startRawServer(t, () => {}, { secure })

  for (const [baseURL, providerCode, cause] of [
    [`http://127.0.0.1:${await freePort()}/v1`, "ECONNREFUSED", /connect ECONNREFUSED/],
    ["http://no-such-host.invalid/v1", /ENOTFOUND|EAI_AGAIN/, /getaddrinfo/],
    [`https://127.0.0.1:${port}/v1`, "DEPTH_ZERO_SELF_SIGNED_CERT", /self-signed certificate/],
  ] as const) {
    const { log } = await failedRun("chat_completions", baseURL)
    assertSays(log, { providerCode, cause })
  }
})

function assertSays(log: string, expected: Record<string, unknown>) {
  const [, details = "{}"] = /Run ended\..*provider=(\{.*\})/.exec(log) ?? []
  for (const [name, value] of Object.entries(expected)) {
    const said = String(JSON.parse(details)[name])
    if (value instanceof RegExp) assert.match(said, value)
    else assert.equal(said, String(value))
  }
}

async function failedRun(api: EngineSettings["api"], baseURL: string) {
  AIEngine.setup({ api, baseURL, models: ["gpt-6-luna"], idleTimeout: 30 })
  const { cook, assistantThread } = await openKitchen()
  AIEngine.setup({ api, baseURL, models: ["gpt-6-luna"], idleTimeout: 1 })
  const runs: Run[] = []
  const log = await logged(async () => {
    runs.push(await cook.aiEngineRun({ assistantThread, content: "Begin." }))
  })
  return { log, run: runs[0] as Run }
}
