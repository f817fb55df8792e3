import { after, before, beforeEach } from "node:test"
import type { EngineSettings } from "../../../server/ai_engine/engine.ts"
import { AIEngine } from "../../../server/ai_engine/index.ts"
import { ScriptedOpenAI } from "../../support/scripted_openai.ts"

export const openai = new ScriptedOpenAI(0)

export const REFUSAL = { error: { message: "The kitchen is closed.", code: "closed" } }

before(() => openai.listen(0))
after(() => openai.close())

beforeEach(() => {
  openai.requests.length = 0
  setUp("assistants")
})

/** Every test begins with the API that keeps assistants and threads remotely. */
export function setUp(api: EngineSettings["api"], idleTimeout = 5) {
  AIEngine.setup({ api, baseURL: openai.url, models: ["gpt-6-luna"], idleTimeout })
}

/** "POST /assistants", with ":id" for ids. */
export function calls() {
  return openai.requests.map(({ method, path }) => `${method} ${path.replace(/\/\w+_\w+/g, "/:id")}`)
}
