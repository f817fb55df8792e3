import type { Response, ResponseStreamEvent } from "openai/resources/responses/responses"
import { AnswerText } from "./answer_text.ts"
import { INTERRUPTED, type LastEvent } from "./last_event.ts"
import { OpenAIProvider, type OpenAISettings, type Progress } from "./open_ai_provider.ts"
import type { IncompleteReason, RunRequest, Usage } from "./provider.ts"
import { responseBody } from "./response_body.ts"
import { retrying } from "./retrying.ts"
import { untilSilent } from "./until_silent.ts"

type EndEvent = Extract<
  ResponseStreamEvent,
  { type: "response.completed" | "response.incomplete" | "response.failed" }
>

/** OpenAI's Responses API, without any state at the provider: every run sends the whole history. */
export class ResponsesProvider extends OpenAIProvider {
  override readonly remoteIdPrefixes: Record<string, readonly string[]>
  readonly #atOpenAI: boolean

  constructor(settings: OpenAISettings) {
    super(settings)
    this.#atOpenAI = /(^|\.)api\.openai\.com$/.test(new URL(this.client.baseURL).hostname)
    this.remoteIdPrefixes = this.#atOpenAI ? { Run: ["resp_"], Message: ["msg_"] } : {}
  }

  protected override async *answer(
    request: RunRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Progress, LastEvent> {
    const body = responseBody(request, { atOpenAI: this.#atOpenAI })
    const stream = await retrying(() => this.client.responses.create(body, { signal }), signal)
    const answer = new AnswerText()
    let started = false

    for await (const event of untilSilent(stream, this.idleTimeout)) {
      if ("response" in event && !started) {
        started = true
        yield { type: "started", remoteId: event.response.id }
      }

      switch (event.type) {
        case "response.output_text.delta":
        case "response.refusal.delta":
          yield answer.add(event.delta, { messageId: event.item_id, sequence: event.sequence_number })
          break
        case "response.completed":
        case "response.incomplete":
        case "response.failed":
          return ending(event, answer.messageRemoteId)
      }
    }
    return INTERRUPTED
  }
}

/** The event's name says less than the status: some servers report what is incomplete or failed as completed. */
function ending({ type, response }: EndEvent, messageRemoteId: string | null): LastEvent {
  const usage = usageOf(response)

  switch (response.status ?? type.replace("response.", "")) {
    case "completed":
      return { type: "completed", messageRemoteId, usage }
    case "failed":
      return { type: "failed", ...failureOf(response), usage }
    default:
      return { type: "incomplete", reason: reasonOf(response), messageRemoteId, usage }
  }
}

function failureOf({ error }: Response) {
  return {
    code: error?.code ?? "server_error",
    message: error?.message || "The model's server could not finish the answer. Try again in a moment.",
  }
}

function reasonOf({ incomplete_details: details }: Response): IncompleteReason {
  const reason = details?.reason
  return reason === "max_output_tokens" || reason === "content_filter" ? reason : "interrupted"
}

function usageOf({ usage }: Response): Usage | null {
  return usage ? { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } : null
}
