import { AIEngine, AssistantThread, Message, Run } from "./ai_engine/index.ts"
import { config } from "./config.ts"
import { markdown } from "./helpers/markdown.ts"
import { paths } from "./helpers/paths.ts"
import { registerRecordTypes } from "./lib/application_record.ts"
import { registerHelpers } from "./lib/view.ts"
import { Storyteller } from "./models/storyteller.ts"
import { User } from "./models/user.ts"
import { domId } from "./turbo/dom_id.ts"

/** What the web process and the worker have in common. */
export function boot() {
  registerRecordTypes(User, Storyteller, AssistantThread, Run, Message)
  registerHelpers({ paths, domId, markdown, models: config.models, demo: config.api === "demo" })
  AIEngine.setup({
    api: config.api,
    apiKey: config.openaiApiKey,
    baseURL: config.openaiBaseURL,
    organization: config.openaiOrgId,
    models: config.models,
    idleTimeout: config.idleTimeout,
  })
}
