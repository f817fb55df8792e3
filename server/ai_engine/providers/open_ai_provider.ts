import { OpenAI } from "openai"
import { EventQueue } from "./event_queue.ts"
import { httpFetch } from "./http_fetch.ts"
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

type Answer = (queue: EventQueue) => Promise<LastEvent>

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
      fetch: httpFetch,
    })
  }

  override stream(request: RunRequest, signal: AbortSignal): AsyncIterable<ProviderEvent> {
    return this.toItsEnd(signal, (queue) => this.answer(request, queue))
  }

  /** Queues what comes and answers how it ended; without a proper end, `INTERRUPTED`. */
  protected abstract answer(request: RunRequest, queue: EventQueue): Promise<LastEvent>

  protected toItsEnd(signal: AbortSignal, answer: Answer): AsyncIterable<ProviderEvent> {
    const queue = new EventQueue(signal)
    void this.#lastEvent(queue, answer).then((last) => queue.end(this.#withoutKeys(last)))
    return queue
  }

  /** Whatever a remote call threw, fit to be shown. */
  protected errorFrom(error: unknown): ProviderError {
    const { code, message } = providerErrorFrom(error)
    return new ProviderError(this.#redact(code), this.#redact(message))
  }

  async #lastEvent(queue: EventQueue, answer: Answer): Promise<LastEvent> {
    if (queue.signal.aborted) return INTERRUPTED

    try {
      return await answer(queue)
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
