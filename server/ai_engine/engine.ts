import { createHash } from "node:crypto"
import { AssistantsProvider } from "./providers/assistants.ts"
import { ChatCompletionsProvider } from "./providers/chat_completions.ts"
import { DemoProvider } from "./providers/demo.ts"
import type { ProxySettings } from "./providers/http/agents.ts"
import type { Provider } from "./providers/provider.ts"
import { ResponsesProvider } from "./providers/responses.ts"
import { countTokens } from "./prompt/tokenizer.ts"

const APIS = ["responses", "assistants", "chat_completions", "demo"] as const
export type Api = (typeof APIS)[number]

export type EngineSettings = {
  api: Api
  apiKey?: string | undefined
  baseURL?: string | undefined
  organization?: string | undefined
  /** Of one's own, on every request to the provider: for gateways. */
  headers?: Record<string, string> | undefined
  /** By the names of the environment. */
  proxies?: ProxySettings | undefined
  /** The first is what an assistant gets that names none. */
  models: readonly [string, ...string[]]
  /** Seconds of silence after which a stream counts as cut. */
  idleTimeout: number
  /** Only with `responses`: answers go on at the provider when nobody listens, and can be taken up again. */
  background?: boolean | undefined
}

let current: { settings: EngineSettings; providers: Map<Api, Provider> } | undefined

/** The engine as the application set it up. */
export const AIEngine = {
  /** Called once, when a process boots. */
  setup(settings: EngineSettings) {
    current = { settings, providers: new Map([[settings.api, buildProvider(settings)]]) }
  },

  /** Loads what takes a moment, so that the first question does not wait for it. */
  async warmUp() {
    await countTokens("")
  },

  get provider(): Provider {
    return AIEngine.providerOf({ api: AIEngine.settings.api })
  },

  /** Of a run: it ends where it was begun, also where the application is set up for another API by now. */
  providerOf({ api }: { api: Api | null }): Provider {
    const { settings, providers } = current ?? notSetUp()
    const name = api && APIS.includes(api) ? api : settings.api
    const provider = providers.get(name) ?? buildProvider({ ...settings, api: name })
    providers.set(name, provider)
    return provider
  },

  get settings(): EngineSettings {
    return (current ?? notSetUp()).settings
  },
}

/** Stable for one owner of threads, and tells nobody who it is. */
export function anonymize(recordType: string, id: number) {
  const secret = AIEngine.settings.apiKey ?? ""
  return createHash("sha256").update(`${recordType}/${id}/${secret}`).digest("hex").slice(0, 32)
}

function buildProvider(settings: EngineSettings): Provider {
  switch (settings.api) {
    case "responses":
      return new ResponsesProvider(settings)
    case "assistants":
      return new AssistantsProvider(settings)
    case "chat_completions":
      return new ChatCompletionsProvider(settings)
    case "demo":
      return new DemoProvider()
  }
}

function notSetUp(): never {
  throw new Error("Call AIEngine.setup({ … }) when the process boots.")
}
