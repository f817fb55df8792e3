import { OpenAI } from "openai"
import { INTERRUPTED, type LastEvent, lastEventOf } from "./last_event.ts"
import { Provider, type ProviderEvent, type RunRequest } from "./provider.ts"

export type OpenAISettings = {
  apiKey?: string | undefined
  baseURL?: string | undefined
  organization?: string | undefined
  /** Seconds of silence after which a stream counts as cut. */
  idleTimeout: number
}

export type Progress = Extract<ProviderEvent, { type: "started" | "delta" }>

const OPENAI_URL = "https://api.openai.com/v1"

/** What the APIs of OpenAI and of the servers that speak like it have in common. */
export abstract class OpenAIProvider extends Provider {
  protected readonly client: OpenAI
  /** Milliseconds. */
  protected readonly idleTimeout: number

  constructor({ apiKey, baseURL, organization, idleTimeout }: OpenAISettings) {
    super()
    this.idleTimeout = idleTimeout * 1000
    this.client = new OpenAI({
      // The client insists on a key, many a server of one's own does not.
      apiKey: apiKey ?? "none",
      baseURL: baseURL ?? OPENAI_URL,
      organization: organization ?? null,
      timeout: Math.ceil(this.idleTimeout),
      // By itself the client would also repeat requests whose answer got lost, and those may have been billed.
      maxRetries: 0,
      logLevel: "off",
    })
  }

  override async *stream(request: RunRequest, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
    const last = yield* this.#answer(request, signal)
    if (!signal.aborted) yield last
  }

  /** Yields what comes and returns how it ended; without a proper end, `INTERRUPTED`. */
  protected abstract answer(request: RunRequest, signal: AbortSignal): AsyncGenerator<Progress, LastEvent>

  async *#answer(request: RunRequest, signal: AbortSignal): AsyncGenerator<Progress, LastEvent> {
    if (signal.aborted) return INTERRUPTED

    try {
      return yield* this.answer(request, signal)
    } catch (error) {
      return lastEventOf(error)
    }
  }
}
