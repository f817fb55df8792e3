import { AssistantsProvider } from "../../../server/ai_engine/providers/assistants.ts"
import { ChatCompletionsProvider } from "../../../server/ai_engine/providers/chat_completions.ts"
import type { OpenAISettings } from "../../../server/ai_engine/providers/open_ai_provider.ts"
import type { Provider } from "../../../server/ai_engine/providers/provider.ts"
import { ResponsesProvider } from "../../../server/ai_engine/providers/responses.ts"
import { REQUEST } from "./asking.ts"

export const PROVIDERS: Record<string, (settings: OpenAISettings) => Provider> = {
  responses: (settings) => new ResponsesProvider(settings),
  "responses in the background": (settings) => new ResponsesProvider({ ...settings, background: true }),
  chat_completions: (settings) => new ChatCompletionsProvider(settings),
  assistants: (settings) => new AssistantsProvider(settings),
}

/** One after which every server, of whatever API, can be asked. */
export const ANY_REQUEST = { ...REQUEST, assistantRemoteId: "asst_1", threadRemoteId: "thread_1" }

export function providerOf(name: string, settings: OpenAISettings): Provider {
  const build = PROVIDERS[name]
  if (!build) throw new Error(`There is no provider ${name}.`)
  return build(settings)
}
