import { logger } from "../../lib/logger.ts"
import { announced } from "./announced.ts"
import { BackgroundResponse } from "./background_response.ts"
import type { BegunRun } from "./begun_run.ts"
import type { EventQueue } from "./event_queue.ts"
import { EventStream } from "./event_stream.ts"
import { OpenAIProvider, type OpenAISettings } from "./open_ai_provider.ts"
import { INTERRUPTED, type LastEvent, type ProviderEvent, type RunRequest, type Usage } from "./provider.ts"
import { RemoteResponse } from "./remote_response.ts"
import { responseBody } from "./response_body.ts"
import { type ResponseEvent, ResponseReader } from "./response_reader.ts"
import { retrying } from "./retrying.ts"

type ResponsesSettings = OpenAISettings & {
  /** The provider stores responses, and goes on with them when nobody listens. */
  background?: boolean | undefined
}

/** OpenAI's Responses API. It keeps no conversation: every run sends the whole history. */
export class ResponsesProvider extends OpenAIProvider {
  override readonly announcesSending = true
  override readonly resumes: boolean
  override readonly remoteIdPrefixes: Record<string, readonly string[]>
  readonly #atOpenAI: boolean

  constructor({ background = false, ...settings }: ResponsesSettings) {
    super(settings)
    this.resumes = background
    this.#atOpenAI = /(^|\.)api\.openai\.com$/.test(new URL(this.client.baseURL).hostname)
    this.remoteIdPrefixes = this.#atOpenAI ? { Run: ["resp_"], Message: ["msg_"] } : {}
  }

  override resume(run: BegunRun, signal: AbortSignal): AsyncIterable<ProviderEvent> {
    return this.resumes ? this.toItsEnd(signal, (queue) => this.#goOn(run, queue)) : super.resume(run, signal)
  }

  override async cancelRun(remoteId: string): Promise<Usage | null> {
    if (!this.resumes) return null

    try {
      return await new RemoteResponse(remoteId, this.client).cancel()
    } catch (error) {
      logger.warn("A response could not be stopped.", { remoteId, reason: this.errorFrom(error).message })
      return null
    }
  }

  protected override async answer(request: RunRequest, queue: EventQueue): Promise<LastEvent> {
    const { signal } = queue
    const body = responseBody(request, { atOpenAI: this.#atOpenAI, background: this.resumes })
    const options = { signal, fetchOptions: announced(request) }
    const answered = await retrying(() => this.client.responses.create(body, options).asResponse(), signal)

    if (this.resumes) {
      const response = new BackgroundResponse(this.client, this.idleTimeout, queue)
      return (await response.follow(answered)) ?? this.#giveUp(response)
    } else {
      const reader = new ResponseReader(queue)
      const stream = new EventStream<ResponseEvent>(answered, this.idleTimeout, queue)
      try {
        const ending = await stream.read(
          (event) => reader.read(event),
          (response) => reader.read(response),
        )
        return ending ?? reader.endingWithout(stream.closing)
      } finally {
        reader.answer.finish()
      }
    }
  }

  async #goOn(run: BegunRun, queue: EventQueue): Promise<LastEvent> {
    const response = new BackgroundResponse(this.client, this.idleTimeout, queue, run)
    return (await response.goOn()) ?? this.#giveUp(response)
  }

  async #giveUp({ remoteId, messageRemoteId }: BackgroundResponse): Promise<LastEvent> {
    return { ...INTERRUPTED, messageRemoteId, usage: await this.cancelRun(remoteId as string) }
  }
}
