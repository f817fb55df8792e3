import { OpenAI } from "openai"
import { EventQueue } from "./event_queue.ts"
import type { FailureDetails } from "./failure_details.ts"
import { silenceSentence } from "./connection_error.ts"
import { failure } from "./failure.ts"
import type { ProxySettings } from "./http/agents.ts"
import type { Limits } from "./http/limits.ts"
import { createHttpFetch } from "./http_fetch.ts"
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
  /** Of one's own, on every request: for gateways. */
  headers?: Record<string, string> | undefined
  proxies?: ProxySettings | undefined
  limits?: Partial<Limits> | undefined
}

type Answer = (queue: EventQueue) => Promise<LastEvent>

const OPENAI_URL = "https://api.openai.com/v1"
/** As long as a timer can be: what a request may take is counted by `httpFetch`. */
const NO_TIMEOUT = 2 ** 31 - 1

/** What the APIs of OpenAI and of the servers that speak like it have in common. */
export abstract class OpenAIProvider extends Provider {
  protected readonly client: OpenAI
  /** Milliseconds. */
  protected readonly idleTimeout: number
  readonly #secrets: (string | undefined)[]

  constructor({ apiKey, baseURL, organization, idleTimeout, headers = {}, proxies, limits }: OpenAISettings) {
    super()
    this.idleTimeout = idleTimeout * 1000
    this.#secrets = [apiKey, ...Object.values(headers), ...Object.values(proxies ?? {}).flatMap(passwordIn)]
    this.client = new OpenAI({
      // The client insists on a key, many a server of one's own does not.
      apiKey: apiKey ?? "none",
      baseURL: baseURL ?? OPENAI_URL,
      organization: organization ?? null,
      timeout: NO_TIMEOUT,
      // By itself the client would also repeat requests whose answer got lost, and those may have been billed.
      maxRetries: 0,
      logLevel: "off",
      defaultHeaders: { "X-Stainless-Timeout": null, ...(!apiKey && { authorization: null }), ...headers },
      fetch: createHttpFetch({ limits: { streamStart: this.idleTimeout, ...limits }, proxies }),
    })
  }

  override stream(request: RunRequest, signal: AbortSignal): AsyncIterable<ProviderEvent> {
    return this.toItsEnd(signal, (queue) => this.answer(request, queue))
  }

  /** Queues what comes and answers how it ended; without a proper end, `INTERRUPTED`. */
  protected abstract answer(request: RunRequest, queue: EventQueue): Promise<LastEvent>

  protected toItsEnd(signal: AbortSignal, answer: Answer): AsyncIterable<ProviderEvent> {
    const queue = new EventQueue(signal)
    void this.#lastEvent(queue, answer).then((last) => queue.end(this.#finished(last, queue)))
    return queue
  }

  /** Whatever a remote call threw, fit to be shown. */
  protected errorFrom(error: unknown): ProviderError {
    const { code, message, sent, details } = providerErrorFrom(error)
    return new ProviderError(this.#redact(code), this.#redact(message), {
      sent,
      ...this.#redactedDetails(details),
    })
  }

  async #lastEvent(queue: EventQueue, answer: Answer): Promise<LastEvent> {
    if (queue.signal.aborted) return INTERRUPTED

    try {
      return toldApart(await answer(queue), queue)
    } catch (error) {
      return lastEventOf(error)
    }
  }

  #finished(last: LastEvent, { met: { status, requestId } }: EventQueue): LastEvent {
    if (last.type !== "failed") return last

    const { code, message } = last
    const details = {
      ...(status && { status }),
      ...(requestId && { requestId }),
      providerCode: code,
      cause: message,
      ...last.details,
    }
    return {
      ...last,
      code: this.#redact(code),
      message: this.#redact(message),
      details: this.#redactedDetails(details),
    }
  }

  #redactedDetails(details: FailureDetails): FailureDetails {
    return Object.fromEntries(
      Object.entries(details).map(([name, value]) => [
        name,
        typeof value === "string" ? this.#redact(value) : value,
      ]),
    )
  }

  #redact(text: string) {
    return redactKeys(text, ...this.#secrets)
  }
}

function passwordIn(address: string) {
  const { password = "" } = URL.canParse(address) ? new URL(address) : {}
  return password ? [decodeURIComponent(password)] : []
}

/** Where not one word came, nothing was cut off. */
function toldApart(last: LastEvent, { met: { silence, words } }: EventQueue): LastEvent {
  if (silence && !words && last.type === "incomplete" && last.reason === "interrupted") {
    const details = {
      cause: `Silent for ${silence / 1000} s before the first word (AI_ENGINE_IDLE_TIMEOUT).`,
    }
    return failure("timeout", silenceSentence(silence), { usage: last.usage, details })
  } else {
    return last
  }
}
