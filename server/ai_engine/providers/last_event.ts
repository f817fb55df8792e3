import { APIError } from "openai"
import { failure } from "./failure.ts"
import { HttpFailure } from "./http/http_failure.ts"
import { INTERRUPTED, type LastEvent } from "./provider.ts"
import { providerErrorFrom } from "./provider_error_from.ts"
import { retryAfter } from "./retry_after.ts"
import { StreamedError } from "./streamed_error.ts"
import { isObject } from "./text_of.ts"
import { UnreadableAnswer } from "./unreadable_answer.ts"
import { usageIn } from "./usage_figures.ts"

export function lastEventOf(error: unknown): LastEvent {
  if (isCut(error)) {
    return INTERRUPTED
  } else {
    const { code, message, sent, details } = providerErrorFrom(error)
    return failure(code, message, { sent, details, ...(error instanceof APIError && whatWasRefused(error)) })
  }
}

function whatWasRefused(error: APIError) {
  return { status: error.status, pause: retryAfter(error.headers), usage: usageToldWith(error) }
}

/** What was used before an error is billed all the same. */
function usageToldWith(error: APIError) {
  return error instanceof StreamedError && isObject(error.event) ? usageIn(error.event.usage) : null
}

/** A stream that broke off or fell silent, as opposed to one that was refused, reported an error, or is none. */
export function isCut(error: unknown) {
  return !(error instanceof APIError || error instanceof HttpFailure || error instanceof UnreadableAnswer)
}
