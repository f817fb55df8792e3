import type { Response } from "openai/resources/responses/responses"
import { failureOf } from "./failure.ts"
import type { IncompleteReason, LastEvent, Usage } from "./provider.ts"

/** What a response's status means here. */
export function responseEnding(response: Response, messageRemoteId: string | null): LastEvent {
  const usage = responseUsage(response)

  switch (response.status) {
    case "completed":
      return { type: "completed", messageRemoteId, usage }
    case "failed":
      return failureOf(response.error, usage)
    default:
      return { type: "incomplete", reason: reasonOf(response), messageRemoteId, usage }
  }
}

export function responseUsage({ usage }: Response): Usage | null {
  return usage ? { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } : null
}

function reasonOf({ incomplete_details: details }: Response): IncompleteReason {
  const reason = details?.reason
  return reason === "max_output_tokens" || reason === "content_filter" ? reason : "interrupted"
}
