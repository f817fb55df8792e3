import { APIConnectionTimeoutError, APIError } from "openai"
import { failure } from "./failure.ts"
import { INTERRUPTED, type LastEvent } from "./provider.ts"
import { neverConnected, providerErrorFrom } from "./provider_error_from.ts"
import { pauseAskedFor } from "./retrying.ts"
import { StreamedError } from "./streamed_error.ts"
import { isObject } from "./text_of.ts"
import { usageIn } from "./usage_figures.ts"

export function lastEventOf(error: unknown): LastEvent {
  if (isCut(error)) {
    return INTERRUPTED
  } else {
    const { code, message } = providerErrorFrom(error)
    return failure(code, message, error instanceof APIError ? whatWasRefused(error) : {})
  }
}

function whatWasRefused(error: APIError) {
  return { status: error.status, pause: pauseAskedFor(error), usage: usageToldWith(error) }
}

/** What was used before an error is billed all the same. */
function usageToldWith(error: APIError) {
  return error instanceof StreamedError && isObject(error.event) ? usageIn(error.event.usage) : null
}

/** A stream that broke off or fell silent, as opposed to one that was refused or reported an error. */
export function isCut(error: unknown) {
  const silent = error instanceof APIConnectionTimeoutError && !neverConnected(error)
  return silent || !(error instanceof APIError)
}
