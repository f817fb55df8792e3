import type { Response } from "openai/resources/responses/responses"
import { failureOf } from "./failure.ts"
import type { IncompleteReason, Instead, LastEvent, Usage } from "./provider.ts"
import { isObject } from "./text_of.ts"
import { usageIn } from "./usage_figures.ts"

type Ending = { messageRemoteId: string | null; usage?: Usage | null }

/** What a response's status means here. */
export function responseEnding(
  response: Partial<Response>,
  { messageRemoteId, usage = responseUsage(response) }: Ending,
): LastEvent {
  switch (response.incomplete_details?.reason ? "incomplete" : response.status) {
    case "completed":
      return { type: "completed", messageRemoteId, usage }
    case "failed":
      return failureOf(response.error ?? null, usage)
    default:
      return { type: "incomplete", reason: reasonOf(response), messageRemoteId, usage }
  }
}

export function responseUsage({ usage }: Partial<Response>): Usage | null {
  return usageIn(usage)
}

/** What there is in place of words. */
export function insteadIn(output: unknown): Instead | undefined {
  const types = (Array.isArray(output) ? output : []).filter(isObject).map(({ type }) => String(type))

  if (types.some((type) => type.endsWith("_call") || type === "mcp_approval_request")) {
    return "tool_call"
  } else {
    return types.includes("reasoning") ? "thinking" : undefined
  }
}

function reasonOf({ incomplete_details: details }: Partial<Response>): IncompleteReason {
  // Some servers have other names for it than OpenAI.
  const reason = String(details?.reason ?? "")

  if (/max_.*tokens|length|token_limit/.test(reason)) {
    return "max_output_tokens"
  } else {
    return /filter|safety/.test(reason) ? "content_filter" : "interrupted"
  }
}
