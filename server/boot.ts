import { AIEngine, AssistantThread, Chat, Message, Run } from "./ai_engine/index.ts"
import { config } from "./config.ts"
import * as forms from "./helpers/forms.ts"
import * as numbers from "./helpers/numbers.ts"
import { paths } from "./helpers/paths.ts"
import * as time from "./helpers/time.ts"
import { registerRecordTypes } from "./lib/record_types.ts"
import { registerHelpers } from "./lib/view.ts"
import { Storyteller } from "./models/storyteller.ts"
import { User } from "./models/user.ts"
import { answerHtml } from "./turbo/answer_html.ts"
import { domId } from "./turbo/dom_id.ts"

/** What the web process and the worker have in common. */
export function boot() {
  registerRecordTypes(User, Storyteller, AssistantThread, Chat, Run, Message)
  registerHelpers({ ...forms, ...numbers, ...time, paths, domId, answerHtml })
  registerHelpers({
    models: config.models,
    demo: config.api === "demo",
    jobsDashboard: config.redisUrl !== undefined,
  })
  AIEngine.setup({
    api: config.api,
    apiKey: config.openaiApiKey,
    baseURL: config.openaiBaseURL,
    organization: config.openaiOrgId,
    headers: config.headers,
    proxies: config.proxies,
    models: config.models,
    idleTimeout: config.idleTimeout,
    background: config.background,
  })
}
