import { OpenAI } from "openai"
import { lastEventOf } from "./last_event.ts"
import {
  INTERRUPTED,
  type LastEvent,
  Provider,
  ProviderError,
  type ProviderEvent,
  type RunRequest,
} from "./provider.ts"
import { providerErrorFrom } from "./provider_error_from.ts"
import { redactKeys } from "./redact_keys.ts"

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
  readonly #apiKey: string | undefined

  constructor({ apiKey, baseURL, organization, idleTimeout }: OpenAISettings) {
    super()
    this.idleTimeout = idleTimeout * 1000
    this.#apiKey = apiKey
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

  override stream(request: RunRequest, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
    return this.toItsEnd(this.answer(request, signal), signal)
  }

  /** Yields what comes and returns how it ended; without a proper end, `INTERRUPTED`. */
  protected abstract answer(request: RunRequest, signal: AbortSignal): AsyncGenerator<Progress, LastEvent>

  protected async *toItsEnd(
    answer: AsyncGenerator<Progress, LastEvent>,
    signal: AbortSignal,
  ): AsyncGenerator<ProviderEvent> {
    const last = yield* this.#answer(answer, signal)
    if (!signal.aborted) yield this.#withoutKeys(last)
  }

  /** Whatever a remote call threw, fit to be shown. */
  protected errorFrom(error: unknown): ProviderError {
    const { code, message } = providerErrorFrom(error)
    return new ProviderError(this.#redact(code), this.#redact(message))
  }

  async *#answer(
    answer: AsyncGenerator<Progress, LastEvent>,
    signal: AbortSignal,
  ): AsyncGenerator<Progress, LastEvent> {
    if (signal.aborted) return INTERRUPTED

    try {
      return yield* answer
    } catch (error) {
      return lastEventOf(error)
    }
  }

  #withoutKeys(last: LastEvent): LastEvent {
    if (last.type === "failed") {
      return { ...last, code: this.#redact(last.code), message: this.#redact(last.message) }
    } else {
      return last
    }
  }

  #redact(text: string) {
    return redactKeys(text, this.#apiKey)
  }
}
