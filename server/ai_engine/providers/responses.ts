import { logger } from "../../lib/logger.ts"
import { BackgroundResponse } from "./background_response.ts"
import { OpenAIProvider, type OpenAISettings, type Progress } from "./open_ai_provider.ts"
import {
  type BegunRun,
  INTERRUPTED,
  type LastEvent,
  type ProviderEvent,
  type RunRequest,
  type Usage,
} from "./provider.ts"
import { RemoteResponse } from "./remote_response.ts"
import { responseBody } from "./response_body.ts"
import { ResponseReader } from "./response_reader.ts"
import { retrying } from "./retrying.ts"
import { untilSilent } from "./until_silent.ts"

type ResponsesSettings = OpenAISettings & {
  /** The provider stores responses, and goes on with them when nobody listens. */
  background?: boolean | undefined
}

/** OpenAI's Responses API. It keeps no conversation: every run sends the whole history. */
export class ResponsesProvider extends OpenAIProvider {
  override readonly resumes: boolean
  override readonly remoteIdPrefixes: Record<string, readonly string[]>
  readonly #atOpenAI: boolean

  constructor({ background = false, ...settings }: ResponsesSettings) {
    super(settings)
    this.resumes = background
    this.#atOpenAI = /(^|\.)api\.openai\.com$/.test(new URL(this.client.baseURL).hostname)
    this.remoteIdPrefixes = this.#atOpenAI ? { Run: ["resp_"], Message: ["msg_"] } : {}
  }

  override resume(run: BegunRun, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
    return this.resumes ? this.toItsEnd(this.#goOn(run, signal), signal) : super.resume(run, signal)
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

  protected override async *answer(
    request: RunRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Progress, LastEvent> {
    const body = responseBody(request, { atOpenAI: this.#atOpenAI, background: this.resumes })
    const stream = await retrying(() => this.client.responses.create(body, { signal }), signal)

    if (this.resumes) {
      const response = new BackgroundResponse(this.client, this.idleTimeout, signal)
      return (yield* response.follow(stream)) ?? (await this.#giveUp(response))
    } else {
      return (yield* new ResponseReader().read(untilSilent(stream, this.idleTimeout))) ?? INTERRUPTED
    }
  }

  async *#goOn(run: BegunRun, signal: AbortSignal): AsyncGenerator<Progress, LastEvent> {
    const response = new BackgroundResponse(this.client, this.idleTimeout, signal, run)
    return (yield* response.goOn()) ?? (await this.#giveUp(response))
  }

  async #giveUp({ remoteId, messageRemoteId }: BackgroundResponse): Promise<LastEvent> {
    return { ...INTERRUPTED, messageRemoteId, usage: await this.cancelRun(remoteId as string) }
  }
}
