import { APIError, type OpenAI } from "openai"
import type { Response as WholeResponse } from "openai/resources/responses/responses"
import { loopTimeout } from "../../lib/loop_timer.ts"
import type { Usage } from "./provider.ts"
import { responseUsage } from "./response_ending.ts"

const CANCEL_TIMEOUT = 5_000

/** A stored response at the provider, asked for beside the stream that made it. */
export class RemoteResponse {
  readonly #id: string
  readonly #responses: OpenAI["responses"]
  #streamsAgain = true
  /** The server answers, and has no such response. */
  isGone = false

  constructor(id: string, client: OpenAI) {
    this.#id = id
    this.#responses = client.responses
  }

  /** Its events after `sequence`, or all of them; nothing where the server can't be asked, or can't tell them again. */
  async stream(sequence: number | null, signal: AbortSignal): Promise<Response | undefined> {
    if (!this.#streamsAgain) return

    const query = { stream: true, ...(sequence !== null && { starting_after: sequence }) } as const
    try {
      return await this.#responses.retrieve(this.#id, query, { signal }).asResponse()
    } catch (error) {
      this.#streamsAgain = !isUnknown(error)
    }
  }

  /** Nothing where the server can't be asked just now, or has it no more. */
  async retrieve(signal: AbortSignal): Promise<WholeResponse | undefined> {
    try {
      return await this.#responses.retrieve(this.#id, {}, { signal })
    } catch (error) {
      this.isGone = isUnknown(error)
    }
  }

  async cancel(): Promise<Usage | null> {
    const signal = loopTimeout(CANCEL_TIMEOUT)
    return responseUsage(await this.#responses.cancel(this.#id, { signal }))
  }
}

function isUnknown(error: unknown) {
  return error instanceof APIError && (error.status === 400 || error.status === 404)
}
